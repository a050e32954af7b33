### /tieuchi: the criteria of the Plan that a unit, a team or a person meets in a year, by approved reports (R13, R14).

checklist-movement-ask = Anh/chị xem tiêu chí của phong trào nào?
checklist-unit-ask = Anh/chị xem tiêu chí của đơn vị nào? Anh/chị chọn, hoặc gõ một phần tên đơn vị.
checklist-year-ask = Anh/chị xem năm nào?
# $lines: a checklist-line each; $met of $of criteria; $year is written already.
checklist-what-ask =
    { $unit }, năm { $year }: có bài cho { $met }/{ $of } tiêu chí

    { $lines }

    Anh/chị muốn mở mục nào?
# One criterion: its letter, its short name, how many approved reports meet it.
checklist-line =
    { $count ->
        [0] – { $letter }. { $name }
       *[other] ✓ { $letter }. { $name } ({ $count } bài)
    }
# Buttons.
checklist-open = Mở tiêu chí { $letter }
checklist-act =
    { $act ->
        [authors] Xem theo tác giả
        [below] Xem các đơn vị bên dưới
        [another] Xem đơn vị khác
       *[list] Về bảng tiêu chí
    }
# $count: authors of this year's approved reports.
checklist-who-ask =
    { $count ->
        [0] Năm { $year } chưa có bài nào đã duyệt nên chưa có tác giả.
       *[other] Các tác giả có bài đã duyệt năm { $year }. Anh/chị xem tiêu chí của ai?
    }
# A button. $met: how many criteria.
checklist-author =
    { $met ->
        [0] – { $name }
       *[other] ✓ { $name } · { $met } tiêu chí
    }
# $count units; $full of them meet all criteria, $none of them none.
checklist-below-ask =
    { $count } đơn vị bên dưới, năm { $year }: { $full } đơn vị đã đủ tiêu chí, { $none } đơn vị chưa gắn bài nào. Anh/chị muốn mở đơn vị nào?
# A button.
checklist-below-line = { $met }/{ $of } · { $unit }
# $name: whose; $text: the Plan's words, "none" for a person's list; $may: may this officer link? none: there is nothing to link
checklist-act-ask =
    { $name }, năm { $year }

    { $lines }{ $text ->
        [none] {""}
       *[other]
        {""}

        Nguyên văn: { $text }
    }

    { $may ->
        [yes] Anh/chị chọn bài để gắn vào tiêu chí, hoặc bỏ bài đã gắn. Bài ghi “nên xem” hợp với tiêu chí này hơn.
        [none] Hiện chưa có bài đã duyệt nào để gắn vào đây.
       *[no] Việc gắn bài dành cho cán bộ xét duyệt của đơn vị.
    }
checklist-report = · { $code }: { $title }
checklist-more = · và { $count } bài nữa
# A button. $letter: the criterion, "none" where there is only one; $fits: does the report's theme or kind suggest it?
checklist-link =
    { $act ->
        [unlink] Bỏ
       *[link] Gắn
    }{ $letter ->
        [none] {""}
       *[other] {" "}{ $letter }:
    } { $code }{ $fits ->
        [yes] {" "}(nên xem)
       *[no] {""}
    } · { $title }
checklist-linked =
    { $act ->
        [unlink] Em đã bỏ bài ra khỏi tiêu chí.
       *[link] Em đã gắn bài vào tiêu chí.
    }
refused-checklist-gone = Mục đó không còn trong bảng tiêu chí anh/chị được xem. Mời anh/chị chọn lại.
# $why: role, report, linked, full.
refused-checklist-link =
    { $why ->
        [role] Việc gắn bài dành cho cán bộ xét duyệt của đơn vị.
        [linked] Bài này đã gắn vào tiêu chí rồi.
        [full] Tiêu chí này đã đủ bài, em chưa gắn thêm được.
       *[report] Bài này chưa gắn được: em chỉ nhận bài đã duyệt, trong năm, của đơn vị này hoặc đơn vị bên dưới.
    }

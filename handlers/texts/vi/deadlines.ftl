### Deadlines (/hanmuc), what is due soon (/nhac), and marking that papers were handed in (/nophoso).
### "Hạn" is the last day on which papers are taken; "thời gian châm chước" the days after it that still count;
### "thường trực thi đua" sets deadlines, "cán bộ phụ trách" of a unit is the one who is reminded.

## What a deadline is called

# A button, and part of titles.
deadline-duty =
    { $duty ->
        [register] Đăng ký thi đua
       *[nominate] Đề nghị khen thưởng
    }
deadline-award =
    { $award ->
        [overall] Khen toàn diện
        [thematic] Khen chuyên đề
        [ad-hoc] Khen đột xuất
       *[any] Mọi hình thức
    }
deadline-level =
    { $level ->
        [base-above] Công đoàn cấp trên trực tiếp
        [province] Liên đoàn Lao động tỉnh
        [peoples-committee] Uỷ ban nhân dân tỉnh
        [confederation] Tổng Liên đoàn
        [government] Cấp Nhà nước
       *[any] Không ghi nơi gửi
    }
# The whole: "Nộp hồ sơ đề nghị khen thưởng năm 2026, khen toàn diện, gửi UBND tỉnh". $year is written already.
deadline-title =
    { $duty ->
        [register] Đăng ký thi đua
       *[nominate] Nộp hồ sơ đề nghị khen thưởng
    } năm { $year }{ $award ->
        [overall] , khen toàn diện
        [thematic] , khen chuyên đề
        [ad-hoc] , khen đột xuất
       *[any] {""}
    }{ $level ->
        [base-above] , gửi công đoàn cấp trên trực tiếp
        [province] , gửi LĐLĐ tỉnh
        [peoples-committee] , gửi UBND tỉnh
        [confederation] , gửi Tổng LĐLĐ
        [government] , gửi cấp Nhà nước
       *[any] {""}
    }
# A button. $day: "20/11/2026"; $unit: whose units are asked.
deadline-line =
    { $state ->
        [example] [Ví dụ] { $day } · { $what } · { $unit }
       *[standing] { $day } · { $what } · { $unit }
    }
# In buttons.
deadline-short =
    { $duty ->
        [register] Đăng ký thi đua
       *[nominate] Hồ sơ khen
    }{ $award ->
        [overall] {" "}toàn diện
        [thematic] {" "}chuyên đề
        [ad-hoc] {" "}đột xuất
       *[any] {""}
    }
deadline-every-type = Mọi loại đơn vị
# $days: "30, 14, 7".
deadline-days = { $days } ngày
deadline-days-none = không có
deadline-above = sau { $days } ngày trễ hạn
deadline-above-never = không báo

## The list and one deadline

# $count: deadlines in reach.
deadlines-which-ask =
    { $count ->
        [0] Chưa có hạn nộp nào. Anh/chị có muốn đặt hạn đầu tiên không?
       *[other] Đây là các hạn nộp anh/chị được đặt. Hạn ghi [Ví dụ] chưa có hiệu lực, em không nhắc ai theo hạn đó. Anh/chị muốn xem hạn nào?
    }
deadline-new = Đặt hạn mới
# $type: kinds of unit; $leads: "30, 14, 7, 3, 1, 0"; $asked, $done, $owing: units, written already; $above: deadline-above.
deadlines-act-ask =
    { $state ->
        [example] [Ví dụ, chưa có hiệu lực] { $title }
       *[standing] { $title }
    }
    • Hạn: hết ngày { $day }
    • Phạm vi: { $unit }
    • Loại đơn vị: { $type }
    • Nhắc trước hạn: { $leads } (0 là đúng ngày hạn)
    • Châm chước thêm: { $grace } ngày
    • Nhắc khi trễ: { $overdue }
    • Báo cấp trên: { $above }
    • Nguồn: { $source }
    • Đã nộp { $done }/{ $asked } đơn vị, còn { $owing }

    Anh/chị muốn làm gì với hạn này?
deadline-source-own = thường trực thi đua đặt
# A button.
deadline-act =
    { $act ->
        [adopt] Áp dụng hạn này
        [owing] Xem đơn vị chưa nộp
        [preview] Xem trước lời nhắc
        [copy] Chép sang năm sau
        [due] Đổi ngày hạn
        [leads] Đổi số ngày nhắc trước
        [grace] Đổi thời gian châm chước
        [overdue] Đổi số ngày nhắc khi trễ
        [above] Đổi lúc báo cấp trên
        [withdraw] Bỏ hạn này
       *[list] Xem hạn khác
    }
# $title: what is owed; $count: units that have not handed in.
deadlines-owing-ask =
    { $count ->
        [0] { $title }: các đơn vị đã nộp đủ. Anh/chị chọn Quay lại để xem tiếp hạn này.
       *[other] { $title }: còn { $count } đơn vị chưa nộp. Đơn vị nào đã nộp, anh/chị chọn để đánh dấu.
    }

## Changing one

# $now: how it stands.
deadlines-due-ask =
    { $title }. Hạn hiện nay: { $now }.

    Anh/chị muốn đổi sang ngày nào?
deadlines-due-example = 25/11, 25/11/2026
deadlines-leads-ask =
    { $title }. Hiện em nhắc trước: { $now }.

    Anh/chị muốn em nhắc trước hạn bao nhiêu ngày? Số 0 là đúng ngày hạn.
deadlines-leads-example = 30, 14, 7, 3, 1, 0
deadlines-grace-ask =
    { $title }. Thời gian châm chước hiện nay: { $now } ngày.

    Sau ngày hạn, đơn vị nộp trong bao nhiêu ngày nữa vẫn tính là đúng hạn?
deadlines-grace-example = 3
deadlines-overdue-ask =
    { $title }. Khi trễ hạn, hiện em nhắc sau: { $now }.

    Anh/chị muốn em nhắc sau khi trễ bao nhiêu ngày?
deadlines-overdue-example = 1, 7
deadlines-above-ask =
    { $title }. Báo cấp trên hiện nay: { $now }.

    Đơn vị trễ bao nhiêu ngày thì em báo cấp trên?
deadlines-above-example = 7
# Buttons.
deadline-days-usual = Như thường lệ: { $days }
deadline-days-not = Không nhắc
deadline-never = Không báo cấp trên
# $what: deadline-change, then deadline-preview-… lines.
deadlines-sure-ask =
    { $title }
    { $what }

    Anh/chị có đồng ý không?
deadline-change =
    { $act ->
        [due] Ngày hạn đổi từ { $old } thành { $new }.
        [leads] Số ngày nhắc trước đổi từ { $old } thành { $new }.
        [grace] Thời gian châm chước đổi từ { $old } thành { $new } ngày.
        [overdue] Số ngày nhắc khi trễ đổi từ { $old } thành { $new }.
        [above] Báo cấp trên đổi từ “{ $old }” thành “{ $new }”.
        [adopt] Hạn { $new } bắt đầu có hiệu lực.
        [copy] Hạn năm sau: { $new }. Hạn cũ giữ nguyên.
       *[withdraw] Hạn { $old } không còn hiệu lực, em không nhắc ai nữa. Những gì đã đánh dấu nộp vẫn được lưu.
    }
deadline-yes = Đồng ý
deadline-no = Giữ như cũ
deadline-kept = Em giữ nguyên hạn này.
deadline-saved =
    { $act ->
        [adopt] Cảm ơn anh/chị. Hạn này đã có hiệu lực, em sẽ nhắc đúng ngày.
        [copy] Cảm ơn anh/chị. Em đã chép hạn sang năm sau, mời anh/chị xem lại.
        [withdraw] Em đã bỏ hạn này.
       *[due] Cảm ơn anh/chị, em đã lưu thay đổi.
    }

## What would go out

# $lines: the lines below.
deadline-preview =
    Nếu không có gì thay đổi, em sẽ nhắc như sau:
    { $lines }
# $owing, $asked: units, written already; $people: who would be reminded.
deadline-preview-who = • Chưa nộp: { $owing }/{ $asked } đơn vị; người được nhắc: { $people }
# $days: "13/11/2026, 17/11/2026", those to come; quiet days are moved already.
deadline-preview-before = • Các ngày nhắc trước hạn: { $days }
deadline-preview-late = • Các ngày nhắc nếu trễ: { $days }
deadline-preview-above = • Ngày báo cấp trên nếu trễ: { $day }
# Units without an officer of their own: the nearest one above is reminded.
deadline-preview-without = • { $count } đơn vị chưa có cán bộ riêng, em nhắc cán bộ cấp trên gần nhất
deadline-preview-told = • { $count } người đã được nhắc theo ngày cũ sẽ được báo lại

## A new one

new-deadline-movement-ask = Hạn này thuộc phong trào nào?
new-deadline-movement-label = Phong trào
new-deadline-duty-ask = Anh/chị đặt hạn cho việc gì?
new-deadline-duty-label = Việc
new-deadline-award-ask = Hạn này dành cho hình thức khen nào?
new-deadline-award-label = Hình thức khen
new-deadline-level-ask = Hồ sơ gửi đến đâu?
new-deadline-level-label = Nơi gửi
new-deadline-unit-ask = Hạn này áp dụng trong phạm vi đơn vị nào? Mọi đơn vị trực thuộc đều tính; đơn vị đặt hạn thì không, trừ khi anh/chị chọn đúng loại của đơn vị đó ở câu sau.
new-deadline-unit-label = Phạm vi
new-deadline-unit-type-ask = Hạn này dành cho loại đơn vị nào?
new-deadline-unit-type-label = Loại đơn vị
new-deadline-due-ask = Hạn là ngày nào? Đơn vị còn nộp được đến hết ngày đó.
new-deadline-due-example = 20/11, 25/01/2027
new-deadline-due-label = Ngày hạn
new-deadline-year-ask = Hạn này tính cho năm thi đua nào?
new-deadline-year-label = Năm thi đua
new-deadline-leads-ask = Anh/chị muốn em nhắc trước hạn bao nhiêu ngày? Số 0 là đúng ngày hạn.
new-deadline-leads-example = 30, 14, 7, 3, 1, 0
new-deadline-leads-label = Số ngày nhắc trước
# $summary: the answers; $preview: deadline-preview-… lines.
new-deadline-save-ask =
    Hạn anh/chị sắp đặt:

    { $summary }

    Nếu lưu lại, em sẽ nhắc như sau:
    { $preview }

    Anh/chị xem giúp em đã đúng chưa?
new-deadline-done = Cảm ơn anh/chị, em đã đặt hạn: { $title }.

## What is due soon

# $lines: one part for the own unit, one for the units of one's roles.
coming-act-ask =
    { $lines }

    Anh/chị muốn làm gì tiếp?
coming-own = Hạn của đơn vị anh/chị:
coming-held = Hạn của các đơn vị anh/chị phụ trách:
# $left: coming-left; $title: what is owed.
coming-line =
    { $done ->
        [yes] • { $day } ({ $left }): { $title }. Đã nộp
       *[no] • { $day } ({ $left }): { $title }. Chưa nộp
    }
coming-line-held = • { $day } ({ $left }): { $title }. Đã nộp { $done }/{ $asked } đơn vị
# $days: how many days away it is, or past.
coming-left =
    { $when ->
        [late] đã qua { $days } ngày
        [today] hôm nay
       *[coming] còn { $days } ngày
    }
coming-more = • và { $count } hạn nữa
coming-none = Trong 60 ngày tới, đơn vị anh/chị không có hạn nộp nào.
coming-submit = Đánh dấu đã nộp
coming-menu = Về đầu

## Handing in

# $count: deadlines that somebody still owes.
submission-which-ask =
    { $count ->
        [0] Hiện không còn hạn nào chờ các đơn vị anh/chị phụ trách nộp. Cảm ơn anh/chị.
       *[other] Đơn vị đã nộp hồ sơ cho hạn nào? Anh/chị chọn giúp em.
    }
# A button; $count: units that still owe it.
submission-line = { $day } · { $what } · còn { $count } đơn vị
submission-marked = Bỏ đánh dấu đã nộp
# $count: units found.
submission-unit-ask =
    { $count ->
        [0] { $title }: em không thấy đơn vị nào tên như vậy trong số chưa nộp. Anh/chị viết tên khác giúp em, hoặc chọn Quay lại.
       *[other] { $title }: còn { $count } đơn vị chưa nộp. Anh/chị chọn đơn vị, hoặc viết một phần tên.
    }
submission-marked-ask =
    { $count ->
        [0] Chưa có đơn vị nào được đánh dấu đã nộp. Anh/chị chọn Quay lại.
       *[other] Anh/chị muốn bỏ đánh dấu của đơn vị nào?
    }
# A button. $day: when it was marked.
submission-mark = { $day } · { $what } · { $unit }
submission-sure-ask =
    { $act ->
        [unmark] { $unit }: { $title }, hạn { $day }. Nếu bỏ đánh dấu, đơn vị trở lại danh sách chưa nộp và được nhắc như trước. Anh/chị có chắc không?
       *[mark] { $unit }: { $title }, hạn { $day }. Nếu đánh dấu đã nộp, em không nhắc đơn vị về hạn này nữa. Hồ sơ đã nộp đủ phải không anh/chị?
    }
submission-yes = Đã nộp đủ
submission-undo = Bỏ đánh dấu
submission-no = Chưa, để sau
submission-thanks = Cảm ơn anh/chị. Em đã ghi nhận { $unit } nộp xong: { $title }.
submission-taken-back = Em đã bỏ đánh dấu của { $unit }: { $title }.
submission-left = Em chưa thay đổi gì.

## Not understood, or not possible

misread-day-counts = Em chưa đọc được số ngày. Anh/chị vui lòng viết các số cách nhau bằng dấu phẩy, như: 30, 14, 7.
misread-day-counts-many = Anh/chị cho em nhiều nhất { $most } mốc nhắc, để lời nhắc không thành phiền.
misread-day-count = Em chưa đọc được số ngày. Anh/chị vui lòng viết một con số, như: 3.
misread-day-count-range = Anh/chị vui lòng cho em số ngày từ { $least } đến { $most }.
refused-deadline-gone = Hạn nộp đó không còn trong danh sách của anh/chị. Mời anh/chị xem lại bằng lệnh /nhac.
refused-deadline-same = Đã có một hạn cho đúng việc này, năm này và phạm vi này. Mời anh/chị mở hạn đó để đổi ngày.
refused-deadline-year = Ngày hạn phải nằm trong năm thi đua { $year }, năm trước hoặc năm sau đó. Mời anh/chị xem lại ngày hoặc năm.
refused-submission-done = Đơn vị này đã được đánh dấu nộp rồi, em không nhắc nữa. Cảm ơn anh/chị.

### Meetings on a nomination file (/hop): a council's with its votes, a collective's acclaim.

## A file in words, for meetings and decisions

# $kind: "Khen thưởng toàn diện"; $authority: who decides; $count: its subjects; $state: where it stands.
file-heading =
    Hồ sơ { $code }: { $kind } năm { $year }, trình { $authority }
    { $unit }, { $count } đối tượng, { $state ->
        [draft] đang soạn
        [sent] đang trình lên từng cấp
        [returned] đã trả lại để bổ sung
        [council] chờ Hội đồng và quyết định
        [decided] đã có quyết định
        [refused] không được khen
       *[withdrawn] đã rút
    }

## The files, and one of them

# $count: files on which something may be entered.
meeting-which-ask =
    { $count ->
        [0] Hiện không có hồ sơ nào chờ họp trong phần anh/chị phụ trách.
       *[other] Anh/chị ghi cuộc họp cho hồ sơ nào?
    }
# A button. $authority: short.
meeting-file =
    { $code } · { $kind ->
        [overall] toàn diện
        [thematic] chuyên đề
       *[ad-hoc] đột xuất
    } · { $authority }
# $file: file-heading, then a meeting-line each.
meeting-act-ask =
    { $file }

    Anh/chị muốn làm gì tiếp?
meeting-line =
    • { $day }: { $kind ->
        [council] họp Hội đồng
       *[acclaim] suy tôn ở tập thể
    }, có mặt { $present }/{ $members }, đã nhập phiếu { $done } đối tượng
# A button.
meeting-held =
    { $kind ->
        [council] Mở phiên họp Hội đồng
       *[acclaim] Mở buổi suy tôn
    } ngày { $day }
# A button.
meeting-new =
    { $kind ->
        [council] Ghi phiên họp Hội đồng mới
       *[acclaim] Ghi buổi suy tôn mới
    }
meeting-decide = Nhập quyết định khen thưởng
meeting-list = Chọn hồ sơ khác

## Who was there

# $meeting: council or acclaim.
new-meeting-day-ask =
    { $meeting ->
        [council] Hội đồng họp về hồ sơ { $code } ngày nào?
       *[acclaim] Tập thể họp suy tôn cho hồ sơ { $code } ngày nào?
    }
new-meeting-day-example = 20/11/2026
new-meeting-place-ask = Họp ở đâu?
new-meeting-place-example = Phòng họp LĐLĐ tỉnh
new-meeting-chair-ask = Ai chủ trì?
new-meeting-chair-example = Đinh Thị Thanh Bình
new-meeting-secretary-ask = Ai làm thư ký?
new-meeting-secretary-example = Trần Văn Nam
# $count: those who hold a council role; $names: theirs.
new-meeting-members-ask =
    { $meeting ->
        [council] Hội đồng của { $unit } có tất cả bao nhiêu thành viên, kể cả người vắng? Ngưỡng phiếu được tính trên số này.{ $count ->
            [0] {""}
           *[other] {" "}Theo vai trò đã giao là { $count } người: { $names }.
        }
       *[acclaim] Tập thể { $unit } có tất cả bao nhiêu người được mời họp?
    }
new-meeting-members-example = 9
# Buttons that stand aside: a number is always a number of people.
meeting-count = Đúng { $count } thành viên
new-meeting-present-ask = Có mặt bao nhiêu người trong { $count } người?
new-meeting-present-example = 8
meeting-everybody = Có mặt đủ cả { $count }
new-meeting-absent-ask = Ai vắng, vì sao?
new-meeting-absent-example = Lê Thị Mai: đi công tác
# $count: the absent.
new-meeting-written-ask = Trong { $count } người vắng, bao nhiêu người đã gửi phiếu bằng văn bản?
new-meeting-written-example = 1
meeting-nobody = Không ai gửi phiếu
# $count: who hold a council role and are not named among the absent; $names: theirs.
new-meeting-names-ask =
    Những ai có mặt? Tên sẽ được ghi vào biên bản.{ $count ->
        [0] {""}
       *[other] {" "}Theo vai trò đã giao, trừ người vắng: { $names }.
    }
new-meeting-names-example = Đinh Thị Thanh Bình, Trần Văn Nam, Lê Thị Mai
# Stands aside. $count.
meeting-names = Ghi đúng { $count } người này
# $meeting: the facts, a line each.
new-meeting-save-ask =
    { $meeting }

    Anh/chị xem giúp em đã đúng chưa?
meeting-yes = Lưu và nhập phiếu
meeting-no = Bỏ, không lưu
meeting-kept = Em đã lưu cuộc họp. Mời anh/chị nhập kết quả bỏ phiếu.
meeting-dropped = Em không giữ cuộc họp này.
meeting-kind =
    { $kind ->
        [council] họp Hội đồng
       *[acclaim] tập thể suy tôn
    }
meeting-there =
    { $present }/{ $members } người{ $written ->
        [0] {""}
       *[other] , thêm { $written } phiếu bằng văn bản
    }
meeting-kind-label = Cuộc họp
meeting-day-label = Ngày
meeting-place-label = Địa điểm
meeting-chair-label = Chủ trì
meeting-secretary-label = Thư ký
meeting-there-label = Có mặt
meeting-names-label = Người có mặt
meeting-absent-label = Vắng mặt

## The votes

votes-heading = Hồ sơ { $code }
# $card: the meeting and each nominee's result.
votes-act-ask =
    { $card }

    Anh/chị muốn làm gì tiếp?
# $result: votes-result.
votes-line = • { $name }: { $result }
votes-more = • và { $count } đối tượng nữa
# $needed: 0 when no share is asked for.
votes-result =
    { $voted ->
        [no] chưa nhập phiếu{ $needed ->
            [0] {""}
           *[other] , cần { $needed }/{ $members }
        }
       *[yes] { $yes }/{ $members } đồng ý{ $needed ->
            [0] {""}
           *[other] , cần { $needed }
        }{ $verdict ->
            [passed] {" "}→ đạt
            [failed] {" "}→ chưa đạt
           *[none] {""}
        }
    }
# Buttons.
votes-all = Tất cả đồng ý cho cả { $count } đối tượng
votes-of =
    { $voted ->
        [yes] Sửa phiếu: { $name }
       *[no] Nhập phiếu: { $name }
    }
votes-minutes = Ghi nội dung biên bản
votes-drop = Bỏ cuộc họp này
votes-file = Về hồ sơ
# $needed: 0 when no share is asked for; $written: how many voted in writing.
votes-ballot-ask =
    { $name }: { $award }
    { $needed ->
        [0] Hình thức này không quy định tỷ lệ phiếu.
       *[other] Cần ít nhất { $needed } phiếu đồng ý trên tổng số { $members } thành viên.
    }
    { $written ->
        [0] Có mặt { $present } người. Bao nhiêu phiếu đồng ý, bao nhiêu không? Ví dụ: 7 đồng ý, 1 không.
       *[other] Có mặt { $present } người, { $written } phiếu bằng văn bản. Anh/chị cho em ba số: đồng ý tại chỗ, không đồng ý, đồng ý bằng văn bản. Ví dụ: 7, 1, 1.
    }
votes-everybody = Tất cả { $count } phiếu đồng ý
# $kept: what is kept so far, or "none".
votes-minutes-ask =
    { $kept ->
        [none] Anh/chị ghi giúp em diễn biến và ý kiến chính của cuộc họp trong một tin.
       *[other] Nội dung đang lưu: “{ $kept }”

        Anh/chị gõ nội dung mới để thay.
    }
votes-minutes-example = Hội đồng nghe thường trực trình bày, thảo luận và thống nhất bỏ phiếu kín.
votes-sure-ask = Bỏ cuộc họp thì mọi phiếu đã nhập của cuộc họp đó cũng không còn. Anh/chị có chắc không?
votes-drop-yes = Bỏ cuộc họp
votes-drop-no = Giữ lại
votes-all-kept = Em đã ghi tất cả đồng ý. Ai có phiếu khác, anh/chị chọn tên để sửa.
votes-kept = Em đã ghi { $name }: { $result }.
votes-minutes-kept = Em đã lưu nội dung biên bản.
# $written: of them in writing.
understood-votes =
    Em hiểu là { $yes } đồng ý, { $no } không đồng ý{ $written ->
        [0] {""}
       *[other] , thêm { $written } đồng ý bằng văn bản
    }.

## Not understood, or not possible

misread-people = Em chưa đọc được số người. Anh/chị vui lòng viết một con số, như: 9.
misread-people-most = Em hiểu là { $given } người, mà số này chỉ có thể từ { $least } đến { $most }. Anh/chị xem lại giúp em.
misread-votes = Em chưa đọc được số phiếu. Anh/chị vui lòng viết như: 8 đồng ý, 1 không.
misread-votes-written = Cuộc họp có phiếu bằng văn bản, anh/chị vui lòng cho em đủ ba số, như: 7, 1, 1.
misread-votes-many = Em hiểu là { $given } phiếu, mà chỉ có { $most } người bỏ phiếu. Anh/chị xem lại giúp em.
refused-file-gone = Hồ sơ hoặc cuộc họp này không còn mở cho việc đó, hoặc không thuộc phần anh/chị phụ trách. Mời anh/chị chọn lại.
refused-meeting-figures = Các con số chưa khớp: { $given } trong khi chỉ có { $most }. Mời anh/chị chọn Quay lại để sửa.

votes-order = Xem thứ tự gợi ý
# $lines: a votes-place each.
votes-order-told =
    Thứ tự gợi ý: theo số phiếu, rồi người trực tiếp trên công trình; chỉ khi bằng nhau mới xét nữ hoặc tập thể đông nữ. Quyền chọn vẫn là của Hội đồng.
    { $lines }
votes-place =
    { $rank }. { $name } · { $award }{ $site ->
        [yes] {" "}· trực tiếp trên công trình
       *[no] {""}
    }{ $woman ->
        [yes] {" "}· ưu tiên nữ
       *[no] {""}
    }{ $tied ->
        [yes] {" "}· bằng nhau
       *[no] {""}
    }

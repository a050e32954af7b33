### Nomination files: the list, one file, a new one, its subjects. Officers read it.

staff-nominate = Đề nghị khen thưởng

## The list

# $count: files at this person's desk; $late: of these, too long; $all: with the others of their units.
nominate-which-ask =
    { $all ->
        [0] Đơn vị anh/chị chưa có hồ sơ đề nghị khen thưởng nào. Mời anh/chị lập hồ sơ đầu tiên.
       *[other] { $count ->
            [0] Hiện không có hồ sơ nào chờ anh/chị xử lý. Anh/chị có thể xem { $all } hồ sơ của các đơn vị mình phụ trách.
           *[any] Có { $count } hồ sơ chờ anh/chị xử lý{ $late ->
                [0] {""}
               *[some] , { $late } hồ sơ đã quá ngày
            }. Hồ sơ đột xuất xếp trên cùng. Anh/chị muốn mở hồ sơ nào?
        }
    }
# A button. $kind: the kind of commendation; $state: where it stands; $count: subjects.
nominate-line =
    { $code } · { $kind ->
        [overall] toàn diện
        [thematic] chuyên đề
       *[ad-hoc] đột xuất
    } · { $authority } · { $state ->
        [late] quá ngày
        [mine] chờ anh/chị
        [draft] đang soạn
        [sent] đã gửi
        [returned] cần bổ sung
        [council] chờ Hội đồng
        [decided] đã có quyết định
        [refused] không được khen
       *[withdrawn] đã rút
    }
nominate-new = Lập hồ sơ mới

## One file

# $desk: the unit at whose desk it lies; $count: subjects.
nominate-card =
    { $code } · { $kind }, năm { $year }
    • Đề nghị: { $authority }
    • Đơn vị lập: { $unit }
    • Trạng thái: { $state ->
        [draft] đang soạn
        [sent] đã gửi đến { $desk }
        [returned] trả về { $desk } để bổ sung
        [council] chờ Hội đồng ở { $desk }
        [decided] đã có quyết định
        [refused] không được khen
       *[withdrawn] đã rút
    }
    • Số cá nhân, tập thể: { $count }
nominate-card-title = • Nội dung: { $title }
# $checks: the rules in short; $missing: details nobody has given.
nominate-card-subject =
    – { $name }{ $site ->
        [yes] {" "}(trực tiếp trên công trình)
       *[no] {""}
    }: { $award }. Bài làm căn cứ: { $count }{ $missing ->
        [0] {""}
       *[other] , còn thiếu { $missing } thông tin
    }; { $checks }
nominate-card-more = – và { $count } trường hợp nữa
nominate-card-meetings = • Biên bản họp: { $count }
nominate-card-closed = • Năm { $year } đã chốt: nội dung hồ sơ giữ nguyên, chỉ còn bước Hội đồng và quyết định
nominate-card-late = • Hồ sơ chờ ở đây từ { $day }, quá { $days } ngày theo quy định
# $card: the file.
nominate-act-ask =
    { $card }

    Anh/chị muốn làm gì tiếp?
nominate-add = Thêm người, tập thể
nominate-to-council = Đưa ra Hội đồng
# $unit: the level above.
nominate-forward = Gửi lên { $unit }
nominate-return = Trả lại bổ sung
nominate-act =
    { $act ->
        [subjects] Xem từng người, tập thể
        [checks] Kiểm tra điều kiện
       *[history] Xem lịch sử hồ sơ
    }
nominate-papers = Làm giấy tờ
nominate-meeting = Ghi biên bản họp
nominate-decision = Ghi quyết định khen thưởng
nominate-withdraw = Rút hồ sơ
nominate-list = Về danh sách hồ sơ
nominate-subject-ask =
    { $count ->
        [0] Hồ sơ { $code } chưa có ai. Mời anh/chị quay lại để thêm người hoặc tập thể.
       *[other] Hồ sơ { $code } có { $count } trường hợp. Anh/chị muốn xem ai?
    }
# A button.
nominate-subject =
    { $state ->
        [proposed] { $name }
        [awarded] { $name } · được khen
        [refused] { $name } · không được khen
       *[other] { $name } · đã đưa ra
    }
nominate-reason-ask = Đơn vị cần bổ sung gì ở hồ sơ này? Anh/chị viết giúp em một câu, em ghi vào lịch sử hồ sơ.
nominate-reason-example = Cần thêm bài làm căn cứ cho chị Ánh
nominate-sure-ask =
    { $act ->
        [withdraw] Rút hồ sơ { $code } thì các cấp không xét hồ sơ này nữa, và đơn vị trở lại danh sách chưa nộp. Anh/chị có chắc không?
        [to-council] Hồ sơ { $code } có { $count } trường hợp. Đưa ra Hội đồng rồi thì danh sách không thay đổi nữa, trừ khi hồ sơ được trả lại. Anh/chị đồng ý chứ?
       *[forward] Em gửi hồ sơ { $code } với { $count } trường hợp đến { $unit } nhé?
    }
nominate-yes = Đồng ý
nominate-no = Chưa, để sau
nominate-left = Em chưa thay đổi gì.
nominate-done =
    { $act ->
        [forward] Cảm ơn anh/chị. Hồ sơ { $code } đã gửi đến { $unit }.
        [to-council] Cảm ơn anh/chị. Hồ sơ { $code } đang chờ Hội đồng ở { $unit }.
        [return] Em đã trả hồ sơ { $code } về { $unit } để bổ sung.
       *[withdraw] Em đã rút hồ sơ { $code }.
    }
nominate-next-year = Năm { $old } đã chốt danh sách nên em chuyển hồ sơ này sang năm { $year }.

## Why something is not possible now

nominate-nobody = Hồ sơ chưa có cá nhân, tập thể nào. Mời anh/chị thêm trước khi gửi.
nominate-closed = Hồ sơ { $code } nằm trong danh sách năm đã chốt nên không sửa được nữa. Các bước của Hội đồng và quyết định vẫn tiếp tục.
# $why: role, own, turn.
nominate-not-theirs =
    { $why ->
        [own] Hồ sơ này có tên anh/chị nên xin để cán bộ khác xử lý, cho khách quan.
        [turn] Việc này đang ở lượt của cán bộ khác. Anh/chị vẫn theo dõi được hồ sơ ở đây.
       *[role] Việc này thuộc đơn vị ngoài phạm vi anh/chị phụ trách. Anh/chị gõ /vaitro để xem vai trò của mình.
    }
nominate-changed = Hồ sơ vừa đổi trạng thái nên chưa làm được việc đó. Mời anh/chị xem hồ sơ như hiện nay.
# $names: who was not registered.
nominate-unregistered = Theo quy định, chỉ những trường hợp đã đăng ký đầu năm mới được đề nghị. Chưa đăng ký: { $names }.
# $lines: names, with the rules that stop them.
nominate-stopped =
    Hồ sơ chưa gửi được vì còn điều kiện chưa đạt:
    { $lines }
    Anh/chị bổ sung, hoặc mở từng trường hợp để ghi lý do cho qua.
refused-no-such-file = Trong những hồ sơ anh/chị được xem, em chưa tìm thấy hồ sơ đó. Mời anh/chị xem lại bằng lệnh /denghi.
refused-no-such-nominee = Em không tìm thấy trường hợp đó trong các hồ sơ anh/chị được xem. Mời anh/chị xem lại bằng lệnh /denghi.
refused-file-not-offered = Em chưa lập được hồ sơ như vậy cho đơn vị này. Mời anh/chị chọn cấp khen khác.

## Rules and history

# $lines: names, with what is not met.
nominate-checks =
    Hồ sơ { $code }, những điểm cần xem:
    { $lines }
nominate-checks-good = Mọi trường hợp trong hồ sơ đều đủ điều kiện.
nominate-checks-name = { $name }:
nominate-checks-more = … và { $count } dòng nữa, anh/chị mở từng trường hợp để xem đủ.
nominate-history =
    Lịch sử hồ sơ { $code }:
    { $lines }
# $note: a name or a reason, or "-".
nominate-step =
    • { $day } { $act ->
        [open] lập hồ sơ
        [add] thêm { $note }
        [leave-out] đưa ra khỏi hồ sơ: { $note }
        [forward] gửi lên cấp trên
        [to-council] đưa ra Hội đồng
        [carry] chuyển sang năm sau
        [return] trả lại bổ sung: { $note }
        [withdraw] rút hồ sơ
        [close] chốt danh sách năm
        [decide] có quyết định { $note }
       *[refuse] không được khen: { $note }
    }

## A new file

new-file-kind-ask = Anh/chị lập hồ sơ khen thưởng loại nào? Đột xuất thì lập lúc nào cũng được, hỏi ít hơn.
new-file-movement-ask = Hồ sơ thuộc phong trào nào?
new-file-unit-ask = Hồ sơ của đơn vị nào?
# $unit: the unit of the file.
new-file-authority-ask = { $unit } đề nghị cấp nào khen?
new-file-year-ask = Hồ sơ tính cho năm nào?
new-file-title-ask = Khen về thành tích, chuyên đề gì? Một dòng ngắn là được.
new-file-title-example = Ứng cứu sự cố sạt lở đê sông Vân
new-file-enough = Năm nay đơn vị đã lập đủ { $most } hồ sơ. Mời anh/chị dùng hồ sơ đang có, hoặc gõ /gapcanbo.
new-file-done = Cảm ơn anh/chị. Em đã lập hồ sơ { $code }.

## A subject for a file

# $count: authors of approved reports offered.
new-nominee-who-ask =
    { $count ->
        [0] Hồ sơ { $code }: chưa có bài đã duyệt nào của đơn vị trong năm mà tác giả chưa có trong hồ sơ. Anh/chị muốn thêm ai?
       *[other] Hồ sơ { $code }: đây là tác giả các bài đã duyệt của đơn vị, người trực tiếp trên công trình xếp trước. Anh/chị muốn thêm ai?
    }
# A button. $code: of the report.
new-nominee-line = { $name } · bài { $code }
new-nominee-other = Thêm người, tập thể khác
new-nominee-done = Xem hồ sơ
new-nominee-unit-ask = Người hoặc tập thể đó thuộc đơn vị nào?
new-nominee-class-ask = Người đó thuộc nhóm nào?
new-nominee-site-ask = Người đó có làm việc trực tiếp trên công trình không? Theo Kế hoạch, người trực tiếp được ưu tiên.
nominee-site-yes = Có, trực tiếp
nominee-site-no = Không
new-nominee-award-ask =
    { $count ->
        [0] Cấp khen này không có hình thức nào hợp với { $name }. Mời anh/chị quay lại.
       *[other] Đề nghị hình thức nào cho { $name }?
    }
new-nominee-added =
    { $merits ->
        [yes] Em đã thêm { $name }, và chép sẵn thành tích từ bài đã duyệt để anh/chị sửa.
       *[no] Em đã thêm { $name }.
    }
new-nominee-twice = { $name } đã có trong hồ sơ với hình thức khen này.
# $count, $heirs: what the unit is by now.
new-nominee-ended =
    { $count ->
        [0] Đơn vị này đã ngừng hoạt động nên không đề nghị khen được nữa.
       *[other] Đơn vị này đã ngừng hoạt động nên không đề nghị khen được nữa. Đơn vị kế thừa: { $heirs }. Anh/chị có thể đề nghị cho đơn vị kế thừa.
    }
new-nominee-enough = Một hồ sơ có nhiều nhất { $most } trường hợp. Mời anh/chị lập thêm hồ sơ khác.

## One subject

nominee-card =
    { $code } · { $name }
    • Đơn vị: { $unit }
    • Đề nghị: { $award }{ $site ->
        [yes] {""}
            • Làm việc trực tiếp trên công trình
       *[no] {""}
    }{ $state ->
        [proposed] {""}
        [awarded] {""}
            • Đã được khen
        [refused] {""}
            • Không được khen
       *[other] {""}
            • Đã đưa ra khỏi danh sách
    }
nominee-card-reports =
    { $count ->
        [0] • Bài làm căn cứ: chưa có
       *[other] • Bài làm căn cứ: { $reports }
    }
# $what: names of details.
nominee-card-missing = • Còn thiếu: { $what }
nominee-card-merits = • Thành tích: { $merits }
nominee-card-checks = • Điều kiện: { $checks }
nominee-detail =
    { $name ->
        [birth_date] ngày sinh
        [sex] giới tính
        [home] quê quán
        [address] nơi ở
        [post] chức vụ
        [qualification] trình độ
        [setup] tổ chức
        [headcount] số người
        [women] số nữ
       *[duties] nhiệm vụ
    }
nominee-act-ask =
    { $card }

    Anh/chị muốn làm gì tiếp?
nominee-act =
    { $act ->
        [reports] Chọn bài làm căn cứ
        [details] Điền thông tin cho hồ sơ
        [merits] Viết thành tích
        [site] { $site ->
            [yes] Bỏ dấu trực tiếp trên công trình
           *[no] Đánh dấu trực tiếp trên công trình
        }
        [checks] Xem từng điều kiện
        [override] Ghi lý do cho qua một điều kiện
        [take-back] Bỏ lý do đã cho qua
        [leave-out] Đưa ra khỏi hồ sơ
        [another] Thêm người, tập thể khác
       *[file] Về hồ sơ
    }
# $count: reports that may be linked.
nominee-reports-ask =
    { $count ->
        [0] Chưa có bài đã duyệt nào của đơn vị trong năm cho { $name }. Mời anh/chị quay lại.
       *[other] Bài nào làm căn cứ cho { $name }? Anh/chị chọn từng bài rồi chọn Xong.
    }
# A button.
nominee-report =
    { $own ->
        [yes] { $code } · { $title } · tác giả
        [unit] { $code } · { $title } · của đơn vị
       *[no] { $code } · { $title }
    }
# $now: as it stands, or as the reports say it.
nominee-merits-ask =
    Thành tích của { $name } hiện ghi:
    { $now }

    Anh/chị viết lại giúp em cả đoạn như muốn in vào hồ sơ.
# $lines: what is not met.
nominee-rule-ask =
    { $count ->
        [0] Không có điều kiện nào cần ghi lý do. Mời anh/chị quay lại.
       *[other] Những điều kiện có thể cho qua khi có lý do:
            { $lines }

            Anh/chị muốn ghi lý do cho điều kiện nào?
    }
nominee-why-ask = Lý do cho qua là gì? Em ghi tên anh/chị và lý do vào hồ sơ.
# $lines: what was let pass, with the reasons.
nominee-passed-ask =
    { $count ->
        [0] Không còn lý do nào để bỏ. Mời anh/chị quay lại.
       *[other] Những điều kiện đã được cho qua:
            { $lines }

            Anh/chị muốn bỏ lý do của điều kiện nào? Bỏ rồi thì điều kiện đó được xét lại như chưa có lý do.
    }
nominee-taken-back = Em đã bỏ lý do đó. Điều kiện này được xét lại như trước.
nominee-reason-ask = Vì sao đưa ra khỏi hồ sơ? Anh/chị viết giúp em một câu.
nominee-overridden = Em đã ghi lý do của anh/chị vào hồ sơ.
nominee-checks =
    Điều kiện của { $name }:
    { $lines }
nominee-reports-enough = Một trường hợp có nhiều nhất { $most } bài làm căn cứ. Mời anh/chị chọn bớt.
nominee-saved =
    { $act ->
        [leave-out] Em đã đưa { $name } ra khỏi hồ sơ.
       *[other] Em đã lưu cho { $name }.
    }

## Details, asked at nomination only and kept sealed

nominee-details-birth-date-ask = Ngày sinh? Thông tin này được giữ kín, chỉ dùng cho hồ sơ khen thưởng; anh/chị bỏ qua cũng được.
nominee-details-birth-date-example = 15/3/1985
nominee-details-sex-ask = Giới tính?
nominee-sex-male = Nam
nominee-sex-female = Nữ
nominee-details-home-ask = Quê quán?
nominee-details-address-ask = Nơi ở hiện nay?
nominee-details-post-ask = Chức vụ, nghề nghiệp?
nominee-details-post-example = Tổ trưởng tổ hàn
nominee-details-qualification-ask = Trình độ chuyên môn?
nominee-details-setup-ask = Tập thể được tổ chức thế nào? Vài dòng ngắn là được.
nominee-details-headcount-ask = Tập thể có bao nhiêu người?
nominee-details-women-ask = Trong đó có bao nhiêu nữ?
nominee-details-duties-ask = Nhiệm vụ được giao là gì?
misread-birth-date = Ngày sinh đó chưa đúng, có lẽ nhầm năm. Anh/chị vui lòng viết lại theo ngày/tháng/năm.
# $women, $all: numbers.
refused-more-women = Số nữ ({ $women }) đang lớn hơn số người của tập thể ({ $all }). Mời anh/chị xem lại.

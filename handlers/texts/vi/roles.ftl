### Roles of staff (R21): one's own, taking one by a code, giving and taking back, and the staff's own menu.

## What each role is called, and what it may do (stands after "vai trò này")

role-reviewer = Cán bộ xét duyệt
role-standing = Thường trực thi đua
role-publicity = Cán bộ tuyên truyền
role-council = Thành viên Hội đồng thi đua, khen thưởng
role-leader = Lãnh đạo công đoàn
role-admin = Quản trị hệ thống
may-reviewer = được xét duyệt bài, chấm điểm, đăng ký thi đua, lập hồ sơ đề nghị khen thưởng, làm giấy tờ, xem bản tin, đánh dấu đơn vị đã nộp hồ sơ, theo dõi tin chưa đến nơi
may-standing = được làm mọi việc của cán bộ xét duyệt, ghi họp Hội đồng, nhập quyết định khen thưởng, chốt năm, đặt hạn nộp, sửa lịch nghỉ và gửi thông báo
may-publicity = được gửi thông báo tới đoàn viên, người lao động
may-council = được xem và chấm điểm bài, ghi họp Hội đồng, làm giấy tờ, xem bản tin hằng tháng
may-leader = được xem bài, đăng ký thi đua, lập hồ sơ đề nghị khen thưởng, làm giấy tờ, xem bản tin hằng tuần và hằng tháng, đánh dấu đơn vị đã nộp hồ sơ
may-admin = được mời cán bộ, thu lại vai trò, nhập người ký và nơi nhận, sửa lịch nghỉ và theo dõi tin chưa đến nơi

# $since, $until: "22/11/2026".
role-since = từ { $since }, không hẹn ngày hết
role-span = từ { $since } đến hết { $until }

## /vaitro: one's own roles

# $role: a role; $unit: its unit; $span: from when to when; $may: what it may do.
roles-line = • { $role }, { $unit } ({ $span }): { $may }.
roles-held =
    Vai trò của anh/chị hôm nay, ở đơn vị đã ghi và các đơn vị bên dưới:
    { $lines }
roles-none = Hiện anh/chị chưa giữ vai trò cán bộ nào. Vai trò được giao bằng mã mời, do người quản trị của công đoàn cấp. Anh/chị vẫn báo thành tích như mọi đoàn viên.
roles-offer = Anh/chị được mời giữ vai trò { $role } tại { $unit }, { $span }. Vai trò này { $may }.
# $roles: one or several of the texts above; $count: 1 when a role is offered, else 0.
roles-act-ask =
    { $roles }

    { $count ->
        [0] Anh/chị muốn làm gì tiếp?
       *[other] Anh/chị có nhận vai trò này không?
    }
roles-code = Nhập mã mời
roles-staff = Mở việc cán bộ
roles-accept = Nhận vai trò này
roles-decline = Không nhận
roles-code-ask = Mời anh/chị nhập mã mời gồm 8 chữ và số.
roles-code-example = ABCD-2345
roles-accepted = Cảm ơn anh/chị đã nhận lời. Từ giờ anh/chị giữ vai trò { $role } tại { $unit }. Lúc nào cần, anh/chị gõ /canbo.
roles-declined = Em đã ghi là anh/chị không nhận vai trò này. Cảm ơn anh/chị đã trả lời.

# Wrong, used and stale codes are told alike, so that nobody learns which codes there are.
refused-invitation = Em chưa mở được mã mời này: có thể mã chưa đúng, đã dùng, đã quá 7 ngày hoặc đã được thu lại. Mời anh/chị xem lại, hoặc xin mã mới ở người đã mời.
refused-invitation-tries = Anh/chị đã nhập nhiều mã mà em chưa mở được. Để giữ an toàn, mời anh/chị thử lại sau một giờ, hoặc xin mã mới ở người đã mời.

## /moi: inviting

# $count: roles held in the units this person answers for.
invite-which-ask =
    { $count ->
        [0] Ở các đơn vị anh/chị quản trị chưa ai giữ vai trò nào. Anh/chị muốn mời cán bộ không?
       *[other] Ở các đơn vị anh/chị quản trị có { $count } vai trò đang giao. Anh/chị muốn mời thêm cán bộ, hay xem một vai trò đã giao?
    }
invite-new = Mời cán bộ
# A button. $name: who holds it.
invite-line = { $name } · { $role } · { $unit }
# $roles: a line each role.
invite-role-ask =
    Anh/chị muốn giao vai trò nào?
    { $roles }
invite-role-label = Vai trò
invite-unit-ask = Vai trò này ở đơn vị nào? Vai trò có hiệu lực với cả các đơn vị bên dưới. Mời anh/chị gõ một phần tên đơn vị, hoặc chọn từ danh sách.
invite-unit-label = Đơn vị
invite-until-ask = Vai trò này đến hết ngày nào? Mời anh/chị gõ ngày, hoặc chọn bên dưới.
invite-until-example = 31/12/2027
invite-until-label = Đến hết ngày
until-open = Không hẹn ngày hết
until-year = Hết năm nay
misread-until = Em chưa đọc được ngày, hoặc ngày đó đã qua hay còn cách hơn mười năm. Anh/chị vui lòng viết theo ngày/tháng/năm, như: 31/12/2027.
# $summary: role, unit and until when.
invite-save-ask =
    Lời mời của anh/chị:

    { $summary }

    Nếu đã đúng, mời anh/chị chọn Tạo mã mời.
summary-invite = Tạo mã mời
# $code: "ABCD-2345"; $day: the last day it can be used.
invite-made =
    Mã mời: { $code }
    { $role }, { $unit }

    Người được mời nhắn cho Trợ lý Công đoàn: /vaitro { $code }

    Mã dùng một lần, đến ngày { $day }. Ai mở mã trước thì lời mời thuộc về người đó, nên anh/chị vui lòng chỉ đưa mã cho đúng người.
# $link: the same in Telegram.
invite-link = Hoặc mở đường dẫn này trong Telegram: { $link }

## Taking a role back

# $name: who holds it.
take-back-act-ask =
    { $name }: { $role }
    • Đơn vị: { $unit }
    • Thời hạn: { $span }

    Anh/chị muốn làm gì với vai trò này?
take-back-take = Thu lại vai trò
take-back-list = Xem vai trò khác
take-back-sure-ask = Anh/chị có chắc muốn thu lại vai trò này không? Thu lại rồi, người đang giữ không dùng được nữa, ngay từ lúc này.
take-back-yes = Thu lại
take-back-no = Giữ nguyên
# $name: who held it.
take-back-done = Em đã thu lại vai trò { $role } tại { $unit } của { $name }.
take-back-kept = Vai trò đó vẫn giữ nguyên.
refused-role-gone = Vai trò đó đã hết hạn hoặc đã được thu lại.
refused-last-admin = Đây là vai trò quản trị duy nhất của chính anh/chị nên em chưa thu lại, để anh/chị không tự khoá mình ở ngoài. Khi cần, người quản trị khác có thể thu lại giúp.

## /canbo: the staff's own menu

# $count: things this person may do today.
staff-act-ask =
    { $count ->
        [0] Mục này dành cho cán bộ công đoàn có vai trò. Anh/chị chưa giữ vai trò nào; người quản trị của công đoàn giao vai trò bằng mã mời. Khi có mã, mời anh/chị gõ /vaitro rồi nhập mã. Anh/chị muốn làm gì tiếp?
       *[other] Đây là những việc anh/chị làm được hôm nay. Anh/chị muốn làm việc nào?
    }
staff-review = Xét duyệt bài
staff-checklist = Xem tiêu chí
staff-judging = Chấm điểm bài
staff-digest = Xem bản tin
staff-coming = Xem hạn sắp tới
staff-submission = Đánh dấu đã nộp
staff-deadlines = Đặt hạn nộp
staff-broadcast = Gửi thông báo
staff-delivery = Xem tin chưa đến
staff-invite = Mời cán bộ
staff-calendar = Sửa lịch nghỉ
staff-roles = Xem vai trò của tôi

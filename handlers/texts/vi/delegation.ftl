### /uyquyen: lending one's role to a colleague for some days, and taking it back (R20).

# $lines: a delegate-line each, may be empty; $count: how many loans; $roles: how many roles one may lend.
delegate-which-ask =
    { $count ->
        [0] { $roles ->
            [0] Hiện anh/chị không có vai trò nào để uỷ quyền, và cũng không nhận uỷ quyền của ai.
           *[other] Khi đi vắng, anh/chị có thể nhờ đồng nghiệp làm thay vai trò của mình trong một số ngày. Anh/chị muốn uỷ quyền vai trò nào?
        }
       *[other] Uỷ quyền đang có:
            { $lines }

            Anh/chị muốn làm gì?
    }
# $given: yes when the reader lent it, no when it was lent to them; $name: the other side; $since, $until: "01/12/2026".
delegate-line =
    { $given ->
        [yes] • Anh/chị uỷ quyền cho { $name }: { $role }, { $unit } (từ { $since } đến hết { $until })
       *[no] • { $name } uỷ quyền cho anh/chị: { $role }, { $unit } (từ { $since } đến hết { $until })
    }
# Buttons.
delegate-lend = Uỷ quyền: { $role } · { $unit }
delegate-take = Thu lại của { $name } · { $role }
delegate-give-back = Trả lại cho { $name } · { $role }

# $count: how many colleagues there are to choose from.
delegate-who-ask =
    { $count ->
        [0] Trong phạm vi vai trò { $role } tại { $unit } chưa có cán bộ nào khác. Anh/chị có thể tạo mã một lần để đưa cho người làm thay.
       *[other] Anh/chị muốn uỷ quyền vai trò { $role } tại { $unit } cho ai?
    }
# Buttons.
delegate-to = Chọn { $name }
delegate-code = Tạo mã cho người khác
delegate-first-ask = Uỷ quyền từ ngày nào? Mời anh/chị gõ ngày, hoặc chọn bên dưới.
delegate-first-example = 1/12
delegate-first-label = Từ ngày
delegate-today = Từ hôm nay
delegate-tomorrow = Từ ngày mai
delegate-last-ask = Uỷ quyền đến hết ngày nào? Nhiều nhất là 60 ngày. Mời anh/chị gõ ngày, hoặc chọn bên dưới.
delegate-last-example = 15/12
delegate-last-label = Đến hết ngày
delegate-until = Đến hết { $day }
# $most: days.
misread-delegate-first = Em chưa đọc được ngày, hoặc ngày đó đã qua hay còn cách hơn { $most } ngày. Anh/chị vui lòng viết theo ngày/tháng, như: 1/12.
misread-delegate-last = Em chưa đọc được ngày, hoặc ngày đó trước ngày { $first } hay dài hơn { $most } ngày. Anh/chị vui lòng viết theo ngày/tháng, như: 15/12.
# $summary: from and until; $clamped: yes when the role itself ends on $until, before the last day asked for.
delegate-save-ask =
    Anh/chị uỷ quyền cho { $name }:
    { $role }, { $unit }

    { $summary }
    { $clamped ->
        [yes] {"\u000A"}Vai trò của anh/chị chỉ đến hết { $until }, nên uỷ quyền cũng đến hết ngày đó.
       *[no] {""}
    }
    Trong thời gian này cả hai cùng làm được việc của vai trò. Nếu đã đúng, mời anh/chị chọn Uỷ quyền.
delegate-somebody = người giữ mã
summary-delegate = Uỷ quyền
delegate-done = Em đã uỷ quyền vai trò { $role } tại { $unit } cho { $name }, từ { $since } đến hết { $until }, và sẽ báo để { $name } biết.
# $code: "ABCD-2345"; $day: the last day it can be used.
delegate-code-made =
    Mã uỷ quyền: { $code }
    { $role }, { $unit }, từ { $since } đến hết { $until }

    Người làm thay nhắn cho Trợ lý Công đoàn: /vaitro { $code }

    Mã dùng một lần, đến ngày { $day }. Ai mở mã trước thì uỷ quyền thuộc về người đó, nên anh/chị vui lòng chỉ đưa mã cho đúng người.
refused-delegate-span = Em chưa lập được uỷ quyền với những ngày này: uỷ quyền bắt đầu từ hôm nay trở đi, dài nhất { $most } ngày và trong thời hạn vai trò của anh/chị. Mời anh/chị xem lại ngày giúp em.
refused-delegate-gone = Người này hiện không còn trong danh sách cán bộ nhận uỷ quyền được, hoặc đã giữ vai trò đó. Mời anh/chị chọn người khác.

## Taking back, giving back

delegate-sure-ask =
    { $given ->
        [yes] Anh/chị muốn thu lại vai trò { $role } tại { $unit } đã uỷ quyền cho { $name }? { $name } không dùng được nữa, ngay từ lúc này.
       *[no] Anh/chị muốn trả lại vai trò { $role } tại { $unit } mà { $name } đã uỷ quyền? Anh/chị không dùng được nữa, ngay từ lúc này.
    }
delegate-yes = Kết thúc uỷ quyền
delegate-no = Giữ nguyên
delegate-ended =
    { $given ->
        [yes] Em đã thu lại vai trò { $role } tại { $unit } của { $name } và báo để { $name } biết.
       *[no] Em đã trả lại vai trò { $role } tại { $unit } cho { $name }. Cảm ơn anh/chị đã giúp.
    }
delegate-kept = Uỷ quyền đó vẫn giữ nguyên.

## To the other side

# $what: lent, accepted (a code was used), ended; $name: who did it.
delegate-notice =
    { $what ->
        [lent] { $name } nhờ anh/chị làm thay vai trò { $role } tại { $unit }, từ { $since } đến hết { $until }. Trong những ngày đó, anh/chị gõ /canbo để mở việc. Nếu không tiện, anh/chị trả lại ở /uyquyen.
        [accepted] { $name } đã nhận làm thay vai trò { $role } của anh/chị tại { $unit }, từ { $since } đến hết { $until }.
       *[ended] { $name } đã kết thúc việc uỷ quyền vai trò { $role } tại { $unit }. Cảm ơn anh/chị.
    }
delegate-open = Xem uỷ quyền

## In /vaitro

# Like roles-line. $name: who lent it.
roles-line-lent = • { $role }, { $unit } ({ $span }), làm thay { $name }: { $may }.
roles-given = Đang uỷ quyền:
roles-delegate = Uỷ quyền vai trò
roles-offer-lent = { $name } nhờ anh/chị làm thay vai trò { $role } tại { $unit }, { $span }. Vai trò này { $may }.

## In /canbo

staff-delegate = Uỷ quyền vai trò

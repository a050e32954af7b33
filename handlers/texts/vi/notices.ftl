### /nhantin: when one is written to, and about what. The assistant always answers; this is about what it says first.

# $hour: "08:00"; $quiet: "21:00–07:00"; $lines: one notices-line each.
notices-act-ask =
    Em chủ động nhắn cho anh/chị lúc { $hour }, và giữ yên tĩnh trong khoảng { $quiet }. Anh/chị nhắn thì giờ nào em cũng trả lời.

    { $lines }

    Anh/chị muốn thay đổi gì?
notices-hour = Đổi giờ nhận tin
notices-quiet = Đổi giờ yên tĩnh
# $name: a notices-kind; $on: yes, no.
notices-line =
    { $on ->
        [no] • { $name }: đang tắt
       *[yes] • { $name }: đang bật
    }
# Buttons. $name: a notices-kind.
notices-off = Tắt: { $name }
notices-on = Bật: { $name }
# What the assistant writes about. $what: the code of a kind.
notices-kind =
    { $what ->
        [draft] Nhắc bài viết dở
        [steps] Tin về bài đã gửi
        [new-reports] Tin có bài mới
        [files] Tin về hồ sơ khen thưởng
        [deadline] Nhắc hạn nộp hồ sơ
        [unreachable] Tin về người mất liên lạc
        [digest-daily] Bản tin hằng ngày
        [digest-weekly] Bản tin hằng tuần
        [digest-monthly] Bản tin hằng tháng
       *[broadcast] Thông báo chung
    }

# $hour: the house's hour.
notices-hour-ask = Anh/chị muốn nhận tin lúc mấy giờ? Giờ chung là { $hour }.
notices-hour-example = 6h45, 17 giờ, 5 giờ chiều
# $quiet: the house's quiet hours.
notices-quiet-ask = Anh/chị muốn giờ yên tĩnh từ mấy giờ đến mấy giờ? Anh/chị em làm ca có thể chọn theo giờ ngủ của mình. Giờ chung là { $quiet }.
notices-quiet-example = 22h-6h
notices-house = Theo giờ chung

notices-hour-set = Từ giờ em nhắn cho anh/chị lúc { $hour }.
notices-quiet-set = Từ giờ em không chủ động nhắn trong khoảng { $quiet }. Những tin theo lịch em gửi lúc { $hour }.
# $name: a notices-kind.
notices-now-off = Em đã tắt mục { $name }. Khi nào cần, anh/chị bật lại ở đây.
notices-now-off-duty = Em đã ghi là anh/chị tắt mục { $name }. Đây là phần việc anh/chị đang phụ trách nên em xin phép vẫn nhắn, và sẽ ghi rõ là mục này anh/chị đã tắt.
notices-now-on = Em đã bật mục { $name }.

misread-hour = Em chưa đọc được giờ. Anh/chị vui lòng viết như: 6h45, 17 giờ hoặc 5 giờ chiều.
misread-span = Em chưa đọc được khoảng giờ. Anh/chị vui lòng viết giờ bắt đầu và giờ kết thúc, như: 22h-6h.
# $span: "06:00–05:00"; $least: "4".
misread-span-long = Em hiểu là { $span }, khoảng đó gần như cả ngày. Anh/chị vui lòng để lại ít nhất { $least } giờ mỗi ngày cho em nhắn tin.
# $hour: "22:30"; $quiet: "21:00–07:00".
refused-hour-quiet = { $hour } nằm trong giờ yên tĩnh của anh/chị ({ $quiet }). Mời anh/chị cho em giờ khác, hoặc quay lại đổi giờ yên tĩnh trước.

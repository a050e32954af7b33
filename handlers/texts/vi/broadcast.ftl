### /thongbao: an officer's words to every member of a unit. The messages go out by the clock.

broadcast-words-ask = Anh/chị muốn thông báo điều gì? Mời anh/chị gõ toàn bộ nội dung trong một tin, dài nhất 1.500 chữ cái và dấu. Em sẽ gửi đúng từng chữ, chưa gửi ngay mà hỏi lại trước.
broadcast-unit-ask = Thông báo này gửi đến đoàn viên, người lao động của đơn vị nào? Các đơn vị bên dưới cũng nhận được. Anh/chị chọn, hoặc gõ tên đơn vị.
# $count: how many people as text, $reached: the same as a number; $when: broadcast-now or broadcast-later.
broadcast-sure-ask =
    { $reached ->
        [0] Hiện chưa ai ở { $unit } nhận được thông báo: chưa có người tham gia, hoặc mọi người đã tắt loại tin này. Anh/chị bấm Quay lại để chọn đơn vị khác.
       *[other] { $count } người ở { $unit } và các đơn vị bên dưới sẽ nhận thông báo này, { $when }:

        “{ $words }”

        Tin đã gửi thì em không rút lại được. Anh/chị có gửi không?
    }
broadcast-now = ngay bây giờ
broadcast-later = từ { $time } ngày { $day }, khi hết giờ yên tĩnh
broadcast-yes = Gửi thông báo
broadcast-no = Không gửi
broadcast-dropped = Em không gửi thông báo này.
broadcast-begun = Em đã nhận thông báo của anh/chị và bắt đầu gửi { $when }.
broadcast-follow = Anh/chị gõ /giaonhan để xem tin đã đi đến đâu.

# What each member reads. $role: in which role it was sent; $unit: the unit it is held for; $words: as the officer wrote them.
broadcast-message =
    { $role ->
        [standing] Thường trực thi đua { $unit } thông báo:
        [publicity] Cán bộ tuyên truyền { $unit } thông báo:
       *[other] { $unit } thông báo:
    }

    { $words }

    Anh/chị gõ /nhantin nếu không muốn nhận loại tin này.

refused-nobody-there = Hiện chưa ai nhận được thông báo này. Anh/chị bấm Quay lại để chọn đơn vị khác.
refused-enough-broadcasts = Hôm nay anh/chị đã gửi { $most } thông báo. Để mọi người không bị làm phiền, em xin gửi tiếp vào ngày mai. Việc gấp, anh/chị liên hệ cán bộ phụ trách của các đơn vị.

### /lich: the days and hours when nobody is pushed. "Ngày nghỉ" is a day on which the assistant does not write first,
### "giờ yên tĩnh" the hours of every day in which it does not. It always answers who writes to it.

# $quiet: "21:00–07:00"; $weekdays: "Chủ nhật"; $days: one calendar-line each.
calendar-act-ask =
    Đây là những lúc em không chủ động nhắn tin cho ai:
    • Giờ yên tĩnh hằng ngày: { $quiet }
    • Ngày nghỉ hằng tuần: { $weekdays }
    • Ngày nghỉ trong 12 tháng tới:
    { $days }

    Anh/chị muốn thay đổi gì?
calendar-add = Thêm ngày nghỉ
calendar-remove = Bỏ ngày nghỉ
calendar-hours = Đổi giờ yên tĩnh
# $days: "05/02/2027–10/02/2027", or one day; $name: "Tết Nguyên đán".
calendar-line = – { $days }: { $name }
# $count: how many more there are.
calendar-more = – và { $count } dịp nghỉ nữa
calendar-none = không có
# $day: 1 is Monday, 7 is Sunday.
calendar-weekday =
    { $day ->
        [1] thứ Hai
        [2] thứ Ba
        [3] thứ Tư
        [4] thứ Năm
        [5] thứ Sáu
        [6] thứ Bảy
       *[7] Chủ nhật
    }

## Adding days

calendar-first-ask = Anh/chị muốn thêm ngày nghỉ từ ngày nào?
calendar-first-example = 20/11, ngày 30 tháng 4, 02/01/2027
calendar-last-ask = Nghỉ đến hết ngày nào? Nếu chỉ nghỉ một ngày, anh/chị chọn Chỉ một ngày.
calendar-one-day = Chỉ một ngày
calendar-last-anew = Ngày đầu vừa được đổi nên em xin hỏi lại ngày cuối.
calendar-name-ask = Dịp nghỉ này tên là gì? Tên sẽ hiện trong lịch cho anh/chị em cán bộ cùng xem.
calendar-name-example = Ngày Văn hoá Việt Nam
calendar-added = Cảm ơn anh/chị, em đã thêm { $name }, { $days }. Những ngày đó em không chủ động nhắn tin, chỉ trừ lời nhắc đúng ngày cuối của một hạn nộp.
calendar-known = Lịch đã có sẵn { $days } nên em không thêm lần nữa.
calendar-full = Lịch đã kín chỗ nên em chưa thêm được. Mời anh/chị bỏ bớt những dịp không còn dùng rồi thêm lại.

## Removing days

# $count: how many there are.
calendar-which-ask =
    { $count ->
        [0] Lịch chưa có ngày nghỉ nào sắp tới. Anh/chị chọn Huỷ để thôi.
       *[other] Anh/chị muốn bỏ dịp nghỉ nào? Khi đã bỏ, em nhắn tin vào những ngày đó như ngày thường.
    }
# A button.
calendar-day = { $days } · { $name }
calendar-removed = Em đã bỏ { $name }, { $days }, khỏi lịch. Nếu cần, anh/chị thêm lại lúc nào cũng được.
calendar-gone = Dịp nghỉ đó vừa được bỏ khỏi lịch trước rồi.

## Quiet hours

calendar-hours-ask = Anh/chị muốn giờ yên tĩnh chung từ mấy giờ đến mấy giờ? Ai đã tự chọn giờ riêng thì vẫn theo giờ riêng.
calendar-hours-example = 21h-7h
calendar-hours-set = Em đã đổi giờ yên tĩnh chung thành { $quiet }. Trong khoảng đó em không chủ động nhắn tin cho ai.

## Not understood

misread-coming = Em chưa đọc được ngày. Anh/chị vui lòng viết theo ngày/tháng hoặc ngày/tháng/năm, như: 20/11.
misread-coming-past = Em hiểu là { $day }. Anh/chị vui lòng cho em xin một ngày từ { $since } trở đi.
misread-coming-far = Em hiểu là { $day }, còn cách hơn ba năm. Lịch chỉ ghi trước ba năm; anh/chị vui lòng cho em xin một ngày gần hơn.
# $most: "31".
misread-coming-long = Khoảng nghỉ đó dài quá { $most } ngày. Anh/chị vui lòng chia thành các dịp ngắn hơn, hoặc viết lại ngày cuối.
refused-calendar-top = Lịch này chung cho mọi đơn vị nên cán bộ ở đơn vị cấp trên cùng mới sửa được. Cần đổi, anh/chị vui lòng báo cấp trên.

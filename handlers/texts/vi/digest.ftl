### Digests (R26, R27): the message and its picture, and /bantin, where every figure opens to the reports behind it.

## What a digest is called

digest-daily = Bản tin hằng ngày
digest-weekly = Bản tin hằng tuần
digest-monthly = Bản tin hằng tháng
digest-asked = Số liệu đến lúc này
# $heading: one of the names above; $unit: whom it is about.
digest-title = { $heading } · { $unit }
# Several units. $name: the first; $count: how many others.
digest-places = { $name } và { $count } đơn vị khác
# $from, $to: "08:00"; $since, $until: "22/11/2026".
digest-span = từ { $from } ngày { $since } đến { $to } ngày { $until }
# The same on one line of the picture.
digest-span-short = { $from } { $since } – { $to } { $until }

## What a figure counts

digest-new = Bài mới
digest-this-week = Bài tuần này
digest-last-week = Bài tuần trước
digest-waiting = Bài chờ xem
digest-stuck = Chờ quá hạn ở cấp dưới
digest-others = Các đơn vị khác
# A week by its Monday. $day: "16/11".
digest-week = Tuần từ { $day }
digest-no-theme = Chưa chọn nội dung

## The picture

digest-units-title = Bài mới theo đơn vị
# $count: number of weeks.
digest-weeks-title = Bài gửi { $count } tuần gần đây
digest-themes-title = Bài mới theo nội dung thi đua
# $count: how many wait; $day: since when the first one does.
digest-waiting-since = { $count } bài đang chờ xem, bài lâu nhất gửi ngày { $day }.
digest-foot = Báo Công · số liệu lúc { $time } ngày { $day }

## The same in words

# $count: new reports; $span: a digest-span.
digest-line-new =
    { $count ->
        [0] • Chưa có bài mới { $span }
       *[other] • { $count } bài mới { $span }
    }
# In lists. $name: a unit, a theme, a kind; $value: how many.
digest-item = { $name }: { $value }
# What a list does not name. $value: how many.
digest-rest = khác: { $value }
# $items: digest-item's.
digest-line-units = • Theo đơn vị: { $items }
# $now, $before: this week and the last; $month: the last four.
digest-line-weeks = • Tuần này { $now } bài, tuần trước { $before } bài, bốn tuần gần đây { $month } bài
digest-line-themes = • Theo nội dung: { $items }
# $slogans: digest-item's, or "none".
digest-line-kinds =
    { $slogans ->
        [none] • Theo loại: { $items }
       *[other] • Theo loại: { $items }. Theo khẩu hiệu: { $slogans }
    }
digest-nothing-waits = Hiện không có bài nào chờ xem.
# $count: how many have waited too long at units below.
digest-stuck-below = { $count } bài chờ quá hạn ở cấp dưới, anh/chị có thể xem và duyệt thay.

## Buttons under it

# $code: "SK-2026-0147".
digest-open-report = Xem { $code }
digest-open-figures = Mở từng con số

## /bantin

# $count: how many digests there are.
digest-which-ask =
    { $count ->
        [0] Chưa có bản tin nào của đơn vị anh/chị. Anh/chị có muốn xem số liệu đến lúc này không?
       *[other] Anh/chị muốn xem bản tin nào?
    }
digest-now = Xem số liệu đến lúc này
digest-now-begun = Em đang đếm số liệu đến lúc này, xong sẽ gửi ngay vào đây.
# A button. $day: the day of the digest.
digest-listed = { $day } · { $heading } · { $unit }
# $count: figures that have reports behind them.
digest-figure-ask =
    { $count ->
        [0] { $heading } của { $unit }, { $span }: chưa có bài nào. Anh/chị có muốn xem bản tin khác không?
       *[other] { $heading } của { $unit }, { $span }. Anh/chị muốn mở con số nào?
    }
# A button. $name: what is counted.
digest-figure = { $name }: { $value }
digest-list = Xem bản tin khác
# $name: what is counted; $count: how many reports.
digest-report-ask = { $name }: { $count } bài lúc lập bản tin. Anh/chị muốn xem bài nào?

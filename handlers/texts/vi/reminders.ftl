### What the clock says about deadlines and unfinished reports, and the table of `./run due`.
### The days left are always counted on the day the message goes out.

# $title: what is owed, as deadline-title; $day: "20/11/2026"; $left: reminder-left or reminder-late.
reminder-deadline =
    Em xin nhắc anh/chị về hạn dưới đây.
    { $title }
    Hạn: { $day }, { $left }.
# $days: 0 on the day itself.
reminder-left =
    { $days ->
        [0] hôm nay là hạn cuối
       *[other] còn { $days } ngày
    }
reminder-late = đã quá hạn { $days } ngày
# $lines: a reminder-unit, or to the level above a reminder-above-… each; $count: number of units.
reminder-units =
    { $count ->
        [1] Đơn vị chưa đánh dấu đã nộp:
       *[other] { $count } đơn vị chưa đánh dấu đã nộp:
    }
    { $lines }
reminder-unit = • { $unit }
reminder-more = • và { $count } đơn vị khác
reminder-if-done =
    { $count ->
        [1] Nếu đơn vị đã nộp, em cảm ơn anh/chị. Mời anh/chị chọn Đánh dấu đã nộp hoặc gõ /nophoso để em thôi nhắc.
       *[other] Đơn vị nào đã nộp, mời anh/chị chọn Xem các hạn hoặc gõ /nophoso để đánh dấu, em sẽ thôi nhắc đơn vị đó. Em cảm ơn anh/chị.
    }
# The last line, when the person switched these reminders off.
reminder-muted-but-duty = Anh/chị đã tắt loại tin này. Đây là phần việc anh/chị đang phụ trách nên em xin phép vẫn nhắn, mong anh/chị thông cảm.

## The date was changed after somebody was told the old one

# $old: the date they were told.
reminder-moved =
    Em xin báo anh/chị: hạn đã đổi từ { $old } thành { $day }.
    { $title }
    Hạn mới: { $day }, { $left }.
# $day: the date they were told.
reminder-withdrawn =
    Em xin báo anh/chị: hạn { $day } không còn áp dụng.
    { $title }
    Anh/chị không cần chuẩn bị cho hạn này nữa.
# It had been called off, and holds again.
reminder-back =
    Em xin báo anh/chị: hạn dưới đây được áp dụng trở lại.
    { $title }
    Hạn: { $day }, { $left }.

## To the level above

reminder-above =
    Em xin báo anh/chị tình hình một hạn nộp.
    { $title }
    Hạn: { $day }, { $left }.
# $times: reminder-times, comma-separated.
reminder-above-unit = • { $unit }: đã nhắc { $times }
reminder-above-nobody = • { $unit }: chưa nhắc được ai
# $name: the officer; $times: how often.
reminder-times = { $name } { $times } lần
reminder-above-end = Có thể đơn vị đã nộp mà chưa đánh dấu. Mời anh/chị hỏi thăm và hỗ trợ đơn vị giúp em.

## Buttons

reminder-mark-done = Đánh dấu đã nộp
reminder-see-all = Xem các hạn
nudge-resume = Viết tiếp

## An unfinished report, once

# $title: the draft's title in quotation marks, or nudge-untitled.
nudge-one = Cảm ơn anh/chị đã bắt đầu kể về thành tích của mình. Bài { $title } đang viết dở, em vẫn giữ nguyên. Khi nào tiện, mời anh/chị viết tiếp.
nudge-untitled = của anh/chị
nudge-several = Cảm ơn anh/chị đã bắt đầu kể về thành tích của mình. Anh/chị còn { $count } bài viết dở, em vẫn giữ nguyên. Khi nào tiện, mời anh/chị viết tiếp.

## ./run due: what would go out, to whom and why

# $since, $until: "13/11/2026 08:00".
due-heading = Tin nhắc sẽ gửi từ { $since } đến { $until } (chưa gửi gì):
due-nothing = Không có tin nhắc nào.
due-examples = Ví dụ, chưa áp dụng (nếu áp dụng thì sẽ gửi):
due-day = { $weekday } { $day }
# $number: ISO weekday.
due-weekday =
    { $number ->
        [1] Thứ Hai
        [2] Thứ Ba
        [3] Thứ Tư
        [4] Thứ Năm
        [5] Thứ Sáu
        [6] Thứ Bảy
       *[7] Chủ nhật
    }
# $hour: "08:00"; $who: due-person or due-nobody; $why: one of due-why-…
due-line = { $hour } · { $who } · { $why }
# $roles: "Cán bộ xét duyệt, CĐCS …", may be several.
due-person = { $name } ({ $roles })
due-nobody = không có ai để nhắc
# $title: as deadline-title; $day: the due date.
due-about = { $title } (hạn { $day })
# $units: names, comma-separated.
due-units = đơn vị ({ $count }): { $units }
due-more = { $units } và { $count } đơn vị khác
due-why-lead =
    { $days ->
        [0] ngày hạn cuối
       *[other] nhắc trước { $days } ngày
    }
due-why-overdue = nhắc sau hạn { $days } ngày
due-why-above = báo cấp trên sau hạn { $days } ngày
# $old: the date they were told, may be empty.
due-why-moved = báo đổi hạn, trước đó đã báo { $old }
due-why-withdrawn = báo hạn không còn áp dụng, trước đó đã báo { $old }
due-why-back = báo hạn được áp dụng trở lại
due-why-draft = bài viết dở, nhắc một lần
# $count: how many reports.
due-why-stuck = nhắc { $count } bài đang chờ xem lâu
# $unit: where they wait.
due-why-stuck-above = báo cấp trên { $count } bài chờ quá hạn ở { $unit }
due-why-returned = nhắc tác giả { $count } bài đang chờ bổ sung
# $unit: where it looks from.
due-why-digest =
    { $kind ->
        [digest-daily] bản tin hằng ngày
        [digest-weekly] bản tin hằng tuần
       *[digest-monthly] bản tin hằng tháng
    } của { $unit }, nếu có gì để báo
# Stands behind the reason. $day: when it was to be said.
due-late = { $why }, muộn, lẽ ra lúc { $day }
due-muted-but-duty = { $why }, người nhận đã tắt nhưng là phần việc phụ trách
due-muted = { $why }, không gửi vì người nhận đã tắt
# $steps: one of due-why-… each, comma-separated.
due-folded = gộp vào tin này: { $steps }
due-skipped = bỏ qua vì đã quá muộn: { $steps }

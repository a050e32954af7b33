### What the clock says about reports: to those whose turn one is, to whom it is from, and to officers about lost members.

## A report has come to wait, told to those whose turn it is

# $count: how many; $how: how all of them came, or "several"; $lines: a new-reports-told… each, at most one new-reports-more.
new-reports-notice =
    { $how ->
        [forward] Em xin báo anh/chị có { $count } bài cấp dưới đã duyệt và chuyển lên:
        [complete] Em xin báo anh/chị có { $count } bài tác giả đã bổ sung và gửi lại:
        [several] Em xin báo anh/chị có { $count } bài đang chờ anh/chị xem:
       *[send] { $count ->
            [1] Em xin báo anh/chị có một bài mới gửi đến:
           *[other] Em xin báo anh/chị có { $count } bài mới gửi đến:
        }
    }
    { $lines }
# $title may be cut short.
new-reports-told = • { $code }: { $title }
new-reports-told-how =
    { $how ->
        [forward] • { $code }: { $title } (cấp dưới đã duyệt, chuyển lên)
        [complete] • { $code }: { $title } (tác giả đã bổ sung)
       *[send] • { $code }: { $title } (mới gửi)
    }
new-reports-more = • và { $count } bài nữa
# The last line, when the person switched these notices off.
new-reports-muted = Anh/chị đã tắt loại tin này. Đây là phần việc anh/chị đang phụ trách nên em xin phép vẫn báo, mỗi ngày nhiều nhất một lần.
# Buttons.
report-open = Xem { $code }
new-reports-walk = Xem lần lượt

## A report handed to a colleague

# $lines: an assigned-line each, with an assigned-note where there is one.
assigned-notice =
    { $count ->
        [1] Em xin báo anh/chị có một bài được chuyển cho anh/chị xem:
       *[other] Em xin báo anh/chị có { $count } bài được chuyển cho anh/chị xem:
    }
    { $lines }
# $by: the colleague who asks.
assigned-line = • { $by } nhờ anh/chị xem giúp bài { $code }: { $title }
assigned-somebody = Một cán bộ
assigned-note = Lời nhắn: { $note }

## Nothing has moved for some days

# To those whose turn it is. $lines: a stuck-line each.
stuck-notice =
    { $count ->
        [1] Em xin nhắc anh/chị: một bài đã chờ khá lâu, tác giả đang mong tin.
       *[other] Em xin nhắc anh/chị: { $count } bài đã chờ khá lâu, các tác giả đang mong tin.
    }
    { $lines }
# $days: how many whole days it has waited.
stuck-line = • { $code }: { $title } (đã chờ { $days } ngày)
# To the level above. $lines: a stuck-above-line each.
stuck-above-notice =
    { $count ->
        [1] Em xin báo anh/chị: một bài chờ quá hạn ở cấp dưới. Anh/chị có thể hỏi thăm đơn vị, hoặc xem và duyệt thay.
       *[other] Em xin báo anh/chị: { $count } bài chờ quá hạn ở cấp dưới. Anh/chị có thể hỏi thăm đơn vị, hoặc xem và duyệt thay.
    }
    { $lines }
# $unit: where it waits.
stuck-above-line = • { $code }: { $title } ({ $unit }, đã chờ { $days } ngày)

## Told to who sent a report: it was seen

# $lines: a report-seen-line each.
report-seen =
    { $count ->
        [1] Cảm ơn anh/chị đã chia sẻ thành tích của mình. Em xin báo tin vui:
       *[other] Cảm ơn anh/chị đã chia sẻ { $count } thành tích. Em xin báo tin vui:
    }
    { $lines }

    Khi có bước tiếp theo, em báo anh/chị ngay. Trong lúc chờ, anh/chị vẫn thêm ảnh và thông tin được ở /baicuatoi.
# $unit: whose officer opened it, or report-seen-union.
report-seen-line = • { $unit } đã xem bài { $code } “{ $title }”.
report-seen-union = Công đoàn

## Told to who a report is from: every step

# $told: a news-step, with news-missing, news-note or news-reason below it; several are a list. $act: what happened, or "several".
news-framed =
    { $act ->
        [approve] Xin chúc mừng anh/chị!
            { $told }

            Công đoàn chân thành cảm ơn anh/chị đã chia sẻ.
        [forward] Em xin báo anh/chị tin vui:
            { $told }

            Khi có bước tiếp theo, em báo anh/chị ngay.
        [return] Cảm ơn anh/chị đã chia sẻ.
            { $told }

            Anh/chị chỉ cần trả lời những mục này, phần còn lại em vẫn giữ nguyên.
        [refuse] Cảm ơn anh/chị đã chia sẻ.
            { $told }

            Em vẫn giữ bài của anh/chị, và mong được nghe anh/chị kể thêm những thành tích khác.
        [several] Em xin báo anh/chị tin về các bài của mình:
            { $told }
       *[other] Em xin báo anh/chị:
            { $told }

            Khi có bước tiếp theo, em báo anh/chị ngay.
    }
# $unit: in whose name, or report-seen-union; $above: where it went, or news-above.
news-step =
    { $act ->
        [receive] { $unit } đã xem bài { $code } “{ $title }”.
        [forward] { $unit } đã duyệt bài { $code } “{ $title }” và chuyển lên { $above }.
        [approve] { $unit } đã duyệt bài { $code } “{ $title }”.
        [return] { $unit } đã xem bài { $code } “{ $title }” và nhờ anh/chị bổ sung thêm.
        [refuse] Lần này { $unit } chưa chọn bài { $code } “{ $title }”.
        [reopen] { $unit } đang xem lại bài { $code } “{ $title }”.
       *[recall] { $unit } đang xem thêm bài { $code } “{ $title }” trước khi chuyển lên cấp trên.
    }
news-above = cấp trên
# $items: the questions asked for, comma-separated.
news-missing = Cần bổ sung: { $items }
# What the reviewer wrote.
news-note = Lời nhắn: { $note }
news-reason = Lý do: { $note }
# Buttons. $code: "SK-2026-0147".
news-complete = Bổ sung ngay
news-complete-one = Bổ sung { $code }

## A returned report still waits for its author, once

# $lines: a returned-line each.
returned-notice =
    { $count ->
        [1] Em xin nhắc nhẹ: công đoàn đang chờ anh/chị bổ sung một bài. Khi nào tiện, mời anh/chị trả lời, em chỉ hỏi đúng phần còn thiếu.
       *[other] Em xin nhắc nhẹ: công đoàn đang chờ anh/chị bổ sung { $count } bài. Khi nào tiện, mời anh/chị trả lời, em chỉ hỏi đúng phần còn thiếu.
    }
    { $lines }
returned-line = • { $code }: { $title }

## Members nothing reaches any more, told to their officers

# $lines: an unreachable-line each.
unreachable-notice =
    { $count ->
        [1] Em xin báo anh/chị: tin nhắn của em không còn đến được với một đoàn viên:
       *[other] Em xin báo anh/chị: tin nhắn của em không còn đến được với { $count } đoàn viên:
    }
    { $lines }

    Có thể anh/chị em đã đổi điện thoại hoặc tắt trò chuyện. Nhờ anh/chị hỏi thăm, và mời anh/chị em nhắn lại cho em một tin là em nhận ra ngay.
# $member: name and unit.
unreachable-line = • { $member }
unreachable-more = • và { $count } người nữa
unreachable-muted = Anh/chị đã tắt loại tin này. Đây là phần việc anh/chị đang phụ trách nên em xin phép vẫn báo.
unreachable-open = Xem tin chưa đến nơi

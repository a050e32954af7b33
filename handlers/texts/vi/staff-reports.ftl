### What staff see of a report: one by its code, and the card.

## One report by its code

view-code-ask = Anh/chị muốn xem bài nào? Anh/chị cho em xin mã bài.
view-code-example = SK-2026-0147
view-act-ask =
    { $card }

    Anh/chị muốn làm gì tiếp?
view-another = Xem bài khác
view-review = Xét duyệt bài này
view-recall = Thu lại
view-reopen = Mở lại bài này
refused-no-such-report = Trong những bài anh/chị được xem, em chưa tìm thấy bài nào có mã đó. Anh/chị vui lòng xem lại mã giúp em.

## A report as staff see it

# $kind: "Sáng kiến, giải pháp".
staff-report-heading =
    { $code } · { $kind }
    { $title }
staff-report-by = Người gửi
# $name of who sent it; $day of sending.
staff-report-sender = { $name }, ngày { $day }
staff-report-nobody = người gửi đã xoá dữ liệu của mình
staff-report-history = Lịch sử
# $act: one of act-….
staff-report-step = { $day } { $act }
# $unit: the level that did it; $act: one of act-….
report-step-by = { $unit } { $act }
# $name: whose role was lent to who did it.
staff-report-instead = { $act } (làm thay { $name })
# $tag: before, after, or "-".
staff-report-photo =
    { $tag ->
        [before] ảnh { $number } (trước)
        [after] ảnh { $number } (sau)
       *[other] ảnh { $number }
    }
staff-report-whole = Đọc đầy đủ
staff-report-contact = Liên hệ người gửi
# Stands instead of a report that was just read in full.
staff-report-brief = { $code }: { $title }
staff-report-withdrawn = Bài { $code } đã được người gửi rút lại nên công đoàn không xem xét nữa.
# The same in a list, on a button.
staff-report-withdrawn-line = { $code } · Người gửi đã rút
# The report of somebody who would otherwise receive it.
staff-report-own = Bài này có tên anh/chị nên xin để cán bộ khác xét.
staff-report-phone = Người gửi là { $name }, điện thoại { $phone }. Em đã ghi vào nhật ký là anh/chị xem số này.
staff-report-no-phone = Người gửi là { $name }, chưa để lại số điện thoại. Anh/chị có thể hỏi qua Ban Chấp hành công đoàn của đơn vị.

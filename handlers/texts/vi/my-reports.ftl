### A member's own reports, adding to one, withdrawing one; drafts put aside.

# $count: how many were sent.
my-reports-which-ask =
    { $count ->
        [0] Anh/chị chưa gửi bài nào. Mời anh/chị gõ /baocao để báo thành tích đầu tiên.
       *[other] Anh/chị đã gửi { $count } bài. Anh/chị muốn xem bài nào?
    }
# A button. $code: "SK-2026-0147"; $state: one of state-…; $title is cut short.
my-report-line = { $code } · { $state } · { $title }
# $day: day of sending; $unit: unit's name then; $photos: number of photos.
my-reports-act-ask =
    { $code }: { $title }
    • Trạng thái: { $state }
    • Ngày gửi: { $day }
    • Đơn vị: { $unit }
    • Số ảnh: { $photos }

    Anh/chị muốn làm gì với bài này?
my-report-complete = Bổ sung theo yêu cầu
my-report-add = Bổ sung bài này
my-report-history = Xem lịch sử
my-report-withdraw = Rút bài này
my-report-list = Xem bài khác
# $lines: one my-report-history-line each.
my-report-history-lines =
    Lịch sử bài { $code }:
    { $lines }
my-report-history-line = • { $day } lúc { $time }: { $act }
# Stands behind such a line.
my-report-history-note = (“{ $note }”)

state-sent = Đã gửi
state-received = Cán bộ đã xem
state-withdrawn = Đã rút
state-approved = Đã duyệt
state-returned = Chờ bổ sung
state-refused = Chưa được chọn
act-send = gửi bài
act-add = bổ sung ảnh hoặc thông tin
act-receive = xem bài
act-withdraw = rút bài
act-complete = bổ sung theo yêu cầu
act-forward = duyệt và chuyển lên
act-approve = duyệt
act-return = trả lại để bổ sung
act-refuse = không chọn
act-reopen = mở lại
act-recall = thu lại để xem tiếp
act-undo = hoàn tác
act-assign = nhờ người khác xem
act-recode = sửa phân loại
act-note = ghi chú

## Adding to a sent report

# $summary: the report as it stands.
amend-save-ask =
    Bài đã gửi của anh/chị:

    { $summary }

    Anh/chị muốn bổ sung mục nào? Ảnh thì gửi luôn vào đây. Xong rồi, mời anh/chị chọn Lưu lại.
amend-done = Cảm ơn anh/chị, em đã lưu phần bổ sung vào bài { $code }.

## Withdrawing

withdraw-sure-ask = Anh/chị có chắc muốn rút bài này không? Rút rồi, công đoàn không xem xét bài nữa; anh/chị vẫn có thể báo lại bằng bài mới.
withdraw-yes = Rút bài
withdraw-no = Giữ bài
withdraw-done = Em đã rút bài { $code } theo ý anh/chị.
withdraw-kept = Em giữ nguyên bài { $code }.

## Drafts

# $count: how many there are.
drafts-which-ask =
    { $count ->
        [0] Anh/chị không có bài nào viết dở. Anh/chị có muốn viết bài mới không?
       *[other] Anh/chị có { $count } bài viết dở. Anh/chị viết tiếp bài nào, hay viết bài mới?
    }
draft-line = { $day } · { $title }
draft-untitled = Chưa có tên
draft-new = Viết bài mới
drafts-act-ask = Anh/chị muốn viết tiếp hay xoá bài viết dở này?
draft-resume = Viết tiếp
draft-delete = Xoá bài viết dở
draft-resumed = Mời anh/chị viết tiếp từ chỗ dừng lần trước.
draft-deleted = Em đã xoá bài viết dở.
draft-kept = Em đã cất bài viết dở. Khi nào tiện, anh/chị gõ /bannhap để viết tiếp.
draft-put-aside = Em đã cất bài đang viết. Anh/chị gõ /bannhap để viết tiếp lúc nào cũng được.

stop-act-ask = Bài đang viết chưa gửi. Anh/chị muốn viết tiếp, để lần sau hay xoá?
stop-resume = Viết tiếp
stop-keep = Để lần sau
stop-delete = Xoá bài viết dở

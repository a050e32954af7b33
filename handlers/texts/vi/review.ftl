### Reviewing reports in the chat: the queue, one report, what decides it, several at once, taking back.

## The queue

# $count: how many wait for this person.
review-which-ask =
    { $count ->
        [0] Cảm ơn anh/chị, hiện không còn bài nào chờ anh/chị xem.
       *[other] Có { $count } bài đang chờ anh/chị xem. Anh/chị muốn xem bài nào?
    }
# A button. $code: "SK-2026-0147"; $day: day of sending; $mark: late (over its days), below (others were too slow) or no; $title is cut short.
review-line =
    { $mark ->
        [late] { $code } · { $day } · quá hạn · { $title }
        [below] { $code } · { $day } · cấp dưới quá hạn · { $title }
       *[no] { $code } · { $day } · { $title }
    }
review-several = Chọn nhiều bài
review-sort-on-site = Xếp bài trực tiếp trên công trình lên trước
review-sort-waiting = Xếp bài chờ lâu lên trước
review-none = Cảm ơn anh/chị, hiện không có bài nào chờ xem. Lúc nào muốn xem lại, anh/chị gõ /duyet.
review-done = Anh/chị đã xem hết bài trong lượt này.

## One report

# Stands over a report: "Bài chờ xem 2/7".
review-place = Bài chờ xem { $number }/{ $total }
# $card: a report as staff see it.
review-act-ask =
    { $card }

    Anh/chị muốn làm gì tiếp?
# Buttons. $unit: where it goes next.
review-forward = Duyệt, chuyển lên { $unit }
review-approve = Duyệt
review-return = Trả lại bổ sung
review-refuse = Không chọn
review-next = Bài tiếp theo
review-previous = Bài trước
review-assign = Chuyển cho người khác
review-note = Ghi chú nội bộ
review-theme = Sửa lĩnh vực
review-on-site-yes = Ghi là trực tiếp trên công trình
review-on-site-no = Bỏ mục trực tiếp trên công trình
review-list = Về danh sách
# Doors.
review-compare = So sánh
review-undo = Hoàn tác

# Lines over the card. $name: a colleague.
review-reading = { $name } đang xem bài này từ { $time }.
# $unit: whose people took too long.
review-instead = Bài đã chờ quá hạn ở { $unit }, nay anh/chị được xem thay.
review-elsewhere = Bài đang chờ { $unit } xem.
# $state: one of state-….
review-stands = Trạng thái: { $state }
# $score: 0 to 100.
review-alike = Có nét giống: { $code } ({ $score } điểm)
# Only reviewers see these two.
review-noted = Ghi chú của { $name }, { $day }: { $words }
review-assigned = { $name } nhờ { $to } xem, { $day }
review-somebody = Cán bộ công đoàn

## What was done

# $act: what; $unit: where the report stands now.
review-acted =
    { $act ->
        [forward] Em đã chuyển bài { $code } lên { $unit }.
        [approve] Em đã ghi là bài { $code } được duyệt.
        [return] Em đã trả lại bài { $code } để tác giả bổ sung.
        [refuse] Em đã ghi là bài { $code } không được chọn, kèm lý do của anh/chị.
        [reopen] Em đã mở lại bài { $code }. Bài đang chờ { $unit } xem.
        [recall] Em đã thu lại bài { $code }. Bài đang chờ { $unit } xem.
        [undo] Em đã hoàn tác. Bài { $code } trở lại như trước.
        [assign] Em đã chuyển bài { $code } cho người anh/chị chọn.
        [recode] Em đã sửa phân loại của bài { $code }.
       *[note] Em đã lưu ghi chú cho bài { $code }. Chỉ cán bộ xét duyệt đọc được.
    }
# $name did something while the report was on the screen; $act: one of act-….
review-overtaken = Bài { $code }: { $name } đã { $act } lúc { $time }, ngày { $day }.
review-its-author = người gửi
# $state: one of state-….
review-not-possible = Bài { $code } hiện ở trạng thái “{ $state }” nên em chưa làm được việc này.
# $why: role, own, turn or late.
review-not-theirs =
    { $why ->
        [own] Bài { $code } có tên anh/chị nên xin để cán bộ khác xét.
        [turn] Bài { $code } đang chờ cấp khác xem, chưa đến lượt anh/chị.
        [late] Bài { $code } đã quá 10 phút hoặc đã có người xem tiếp nên em không lấy lại được nữa.
       *[role] Vai trò hiện nay của anh/chị không xét duyệt bài { $code }.
    }
review-no-reason = Bài { $code } cần một lý do để tác giả hiểu.
review-out-of-reach = Bài này không còn thuộc phạm vi anh/chị xem.

## Sent back for what is missing

review-return-questions-ask = Bài { $code } cần bổ sung mục nào? Anh/chị chọn một hay nhiều mục; nếu chỉ muốn nhắn một câu thì chọn Bỏ qua.
review-return-words-ask = Anh/chị nhắn thêm cho tác giả một câu, để tác giả biết cần bổ sung thế nào.
review-return-words-example = Anh/chị cho thêm ảnh lúc làm việc và con số tiết kiệm mỗi tháng.

## Not chosen

# $code: "-" when it is several.
review-refuse-reason-ask = Anh/chị chọn lý do giúp em. Tác giả sẽ đọc được lý do này.
review-refuse-words-ask = Anh/chị viết thêm một câu cho tác giả.
review-refuse-words-example = Cách làm này đơn vị bạn đã dùng từ năm 2024, mong anh/chị gửi bài khác.
review-refuse-sure-ask =
    Bài { $code } sẽ không được chọn, với lý do:
    { $reason }

    Anh/chị có chắc không?
review-sure-yes = Đồng ý
review-sure-no = Để tôi xem lại

## To a colleague, a note, reopened, another theme

review-assign-who-ask = Anh/chị muốn chuyển bài { $code } cho ai?
review-nobody-else = Hiện chưa có cán bộ nào khác cùng xem bài { $code }.
review-colleague = { $name }
review-note-words-ask = Anh/chị ghi gì về bài { $code }? Chỉ cán bộ xét duyệt đọc được, tác giả không thấy.
review-reopen-words-ask = Vì sao anh/chị mở lại bài { $code }? Tác giả sẽ đọc được lý do này.
# $theme: the present one, or "none".
review-theme-theme-ask =
    { $theme ->
        [none] Bài { $code } chưa ghi lĩnh vực. Anh/chị chọn lĩnh vực đúng giúp em.
       *[other] Bài { $code } đang ghi lĩnh vực “{ $theme }”. Anh/chị chọn lĩnh vực đúng giúp em.
    }

## Several at once

review-bulk-which-ask = Anh/chị chọn những bài muốn xử lý cùng lúc.
# $count: how many are ticked.
review-bulk-act-ask = Với { $count } bài đã chọn, anh/chị muốn làm gì?
review-bulk-approve = Duyệt, mỗi bài lên cấp kế tiếp
review-bulk-refuse = Không chọn, cùng một lý do
# $act: approve or refuse.
review-bulk-sure-ask =
    { $act ->
        [refuse]
            { $count } bài sẽ không được chọn, với lý do:
            { $reason }
       *[approve] { $count } bài sẽ được duyệt, mỗi bài theo cấp của mình.
    }

    Anh/chị có chắc không?
review-bulk-done =
    { $act ->
        [refuse] Em đã ghi { $count } bài không được chọn.
       *[approve] Em đã duyệt { $count } bài.
    } Trong 10 phút, anh/chị gõ /hoantac để lấy lại bài vừa xử lý sau cùng.
# $lines: a review-bulk-not each.
review-bulk-left =
    { $count } bài em chưa xử lý:
    { $lines }
review-bulk-not = • { $why }

## Taking back

undo-nothing = Em không thấy việc nào anh/chị vừa làm trong 10 phút qua để hoàn tác.

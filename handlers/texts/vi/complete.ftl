### A report that came back: its author completes exactly what was asked for.

# $count: how many came back.
complete-which-ask =
    { $count ->
        [0] Hiện không có bài nào của anh/chị chờ bổ sung.
       *[other] Có { $count } bài chờ anh/chị bổ sung. Anh/chị muốn bổ sung bài nào?
    }
# A button.
complete-line = { $code } · { $title }
# $unit: whose reviewer asks; $words: in their own words, where $told is yes.
complete-asked =
    { $told ->
        [yes]
            Cảm ơn anh/chị đã gửi bài { $code }. { $unit } nhờ anh/chị bổ sung thêm, và nhắn:
            “{ $words }”
       *[no] Cảm ơn anh/chị đã gửi bài { $code }. { $unit } nhờ anh/chị bổ sung thêm vài mục.
    }
# $question: the report's own; $old: what was answered before, where $had is yes.
complete-question-ask =
    { $had ->
        [yes]
            { $question }

            Lần trước anh/chị trả lời:
            { $old }
       *[no] { $question }
    }
complete-keep = Giữ nguyên
complete-photo-off = Bỏ ảnh { $number }
# $summary: what is answered.
complete-send-ask =
    Phần bổ sung của bài { $code }:

    { $summary }

    Anh/chị gửi đi, hay sửa mục nào nữa?
complete-done = Cảm ơn anh/chị, em đã chuyển phần bổ sung của bài { $code } đến { $unit }.
# It moved while the author was answering. $state: one of state-….
complete-moved = Bài { $code } đã có bước mới trong lúc anh/chị bổ sung, nay ở trạng thái “{ $state }”. Anh/chị xem lại giúp em.
complete-not-asked = Bài { $code } hiện ở trạng thái “{ $state }”, chưa cần bổ sung thêm.
refused-no-such-own-report = Trong những bài của anh/chị, em chưa tìm thấy bài đó.

### /giaonhan: what became of the messages to an officer's members.

# $waiting, $told: numbers as text; $unsure, $lost: numbers; $kept: empty, or a delivery-kept after a blank line; $lines: a delivery-line each, of the page that is shown.
delivery-act-ask =
    Tin gửi đến đoàn viên, người lao động thuộc phạm vi của anh/chị:
    • Đang chờ gửi: { $waiting }
    • Đã gửi trong 7 ngày qua: { $told }
    • Chưa rõ đã đến nơi chưa: { $unsure }
    • Số người không còn liên lạc được: { $lost }{ $kept }

    { $unsure ->
        [0] Không có tin nào cần gửi lại.
       *[other] Những tin chưa rõ đã đến nơi chưa:
        { $lines }

        Kênh nhắn tin chưa báo kết quả, nên gửi lại thì có thể người nhận đọc hai lần. Anh/chị chọn tin cần gửi lại.
    }
# $count: people for whom something is kept. Zalo OA lets us write for 7 days after somebody's last word.
delivery-kept = Có { $count } người hơn 7 ngày chưa nhắn trên Zalo nên Zalo chưa cho em gửi tin. Em giữ tin lại, họ nhắn một câu là em gửi ngay. Việc gấp thì anh/chị gọi điện giúp em.
# $name: cut short; $what: delivery-kind.
delivery-line = • { $name }: { $what }, { $time } ngày { $day }
# A button.
delivery-again = Gửi lại { $what } cho { $name }
delivery-again-all = Gửi lại cả { $number } tin
delivery-people = Xem { $number } người mất liên lạc
# $what: as the outbox names it.
delivery-kind =
    { $what ->
        [reminder] tin nhắc
        [digest] bản tin
        [broadcast] thông báo
        [notice] tin báo
       *[reply] câu trả lời
    }
delivery-sent-again = Em đang gửi lại { $count } tin.

# $lines: a delivery-person each.
delivery-people-ask =
    Em không còn gửi tin được đến { $count } người. Có thể họ đã chặn tin hoặc bỏ tài khoản; khi họ nhắn lại, em sẽ tự nối lại.

    { $lines }

    Anh/chị bấm Quay lại để xem số liệu.
delivery-person = • { $name } ({ $unit }), từ { $day }

refused-settled = Tin này đã được gửi lại rồi. Mời anh/chị xem danh sách mới.

### /giaonhan: what became of the messages to an officer's members.

# $waiting, $told: numbers as text; $unsure, $lost: numbers; $lines: a delivery-line each, of the page that is shown.
delivery-act-ask =
    Tin gửi đến đoàn viên, người lao động thuộc phạm vi của anh/chị:
    • Đang chờ gửi: { $waiting }
    • Đã gửi trong 7 ngày qua: { $told }
    • Chưa rõ đã đến nơi chưa: { $unsure }
    • Số người không còn liên lạc được: { $lost }

    { $unsure ->
        [0] Không có tin nào cần gửi lại.
       *[other] Những tin chưa rõ đã đến nơi chưa:
        { $lines }

        Kênh nhắn tin chưa báo kết quả, nên gửi lại thì có thể người nhận đọc hai lần. Anh/chị chọn tin cần gửi lại.
    }
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

### Decisions (/quyetdinh): entered once for many, praise told at once, awards revoked.

# Buttons; $count: awards that count.
decision-which-ask =
    { $waiting ->
        [0] Hiện không có hồ sơ nào chờ quyết định.
       *[other] Có { $waiting } hồ sơ chờ quyết định.
    }{ $count ->
        [0] {""}
       *[other] {" "}Anh/chị chọn một quyết định đã nhập để xem, sửa lời ghi hoặc thu hồi.
    }
decision-new = Nhập quyết định mới
decision-line = { $number } · { $day } · { $count } đối tượng
decision-list = Xem quyết định khác
# $day: of the decision.
decision-cited = Quyết định số { $number } ngày { $day } của { $authority }
# $decision: decision-cited; $signer: "-" when not entered.
decision-act-ask =
    { $decision }
    • Người ký: { $signer }
    • Được khen: { $count } đối tượng{ $revoked ->
        [0] {""}
       *[other] , đã thu hồi { $revoked }
    }

    Anh/chị muốn xem ai?
# A button.
decision-awarded =
    { $name }{ $revoked ->
        [yes] {" "}(đã thu hồi)
       *[no] {""}
    }
decision-do-ask =
    { $name }: { $award }
    • Lời ghi: { $wording }{ $revoked ->
        [yes]
        {""}
        • Đã thu hồi ngày { $day } theo { $by }: { $why }
       *[no] {""}
    }

    Anh/chị muốn làm gì tiếp?
award-reword = Sửa lời ghi trên bằng
award-revoke = Thu hồi khen thưởng
award-back = Về quyết định
decision-wording-ask = Anh/chị gõ lời ghi mới trên bằng, giấy khen.
decision-wording-example = Đã có thành tích xuất sắc trong phong trào thi đua năm 2026
decision-by-ask = Số của quyết định thu hồi là gì?
decision-by-example = 140/QĐ-LĐLĐ
decision-on-ask = Quyết định thu hồi ngày nào?
decision-on-example = 20/11/2026
decision-why-ask = Vì sao thu hồi? Người được khen sẽ đọc lý do này, nên xin anh/chị viết nhẹ nhàng, chính xác.
decision-why-example = Thành tích kê khai chưa đúng với kết quả thẩm định lại.
decision-sure-ask =
    { $name }: { $award } sẽ được ghi là thu hồi theo quyết định { $by } ngày { $day }.
    • Lý do: { $why }

    Khen thưởng vẫn lưu trong hồ sơ, được đánh dấu, không còn tính vào thống kê và danh sách vinh danh. Người được khen sẽ được báo. Anh/chị có chắc không?
revoke-yes = Thu hồi
revoke-no = Không thu hồi
award-reworded = Em đã sửa lời ghi cho { $name }.
award-revoked = Em đã ghi thu hồi khen thưởng của { $name } và báo cho người liên quan.
award-kept = Em giữ nguyên khen thưởng này.
refused-decision-gone = Em không thấy quyết định này trong phần anh/chị phụ trách nữa. Mời anh/chị chọn lại.
refused-revoke-not-possible = Chưa ghi thu hồi được: khen thưởng đã được thu hồi trước đó, hoặc ngày thu hồi ở trước ngày quyết định. Mời anh/chị xem lại.

## A new one

# $count: files that wait.
new-decision-files-ask =
    { $count ->
        [0] Hiện không có hồ sơ nào chờ quyết định trong phần anh/chị phụ trách.
       *[other] Quyết định này cho những hồ sơ nào? Anh/chị chọn từng hồ sơ rồi chọn Xong; các hồ sơ phải cùng cấp quyết định.
    }
# $files: file-heading each.
new-decision-how-ask =
    { $files }

    Kết quả thế nào?
decision-give = Nhập quyết định khen thưởng
decision-refuse = Ghi là không được khen
new-decision-why-ask = Vì sao hồ sơ không được khen? Đơn vị đề nghị sẽ đọc lý do này.
new-decision-why-example = Chưa đủ thời gian công tác theo quy định.
new-decision-number-ask = Số quyết định là gì?
new-decision-number-example = 125/QĐ-LĐLĐ
new-decision-day-ask = Quyết định ký ngày nào?
new-decision-day-example = 20/11/2026
new-decision-signer-ask = Ai ký quyết định? Anh/chị chọn hoặc gõ họ tên; chưa rõ thì chọn Bỏ qua.
new-decision-signer-example = Trần Kim Long
# $count: those proposed.
new-decision-leave-ask = Có { $count } đối tượng được đề nghị. Ai không có tên trong quyết định, anh/chị chọn rồi chọn Xong.
decision-nobody-left = Tất cả đều có tên trong quyết định
# A button.
decision-nominee =
    { $name }{ $passed ->
        [no] {" "}(chưa đạt phiếu)
       *[other] {""}
    }
# $name: of who is picked, or "none"; $count: those whose award differs so far.
new-decision-differ-ask =
    { $name ->
        [none] Hình thức khen có đúng như đề nghị không? Ai được hình thức khác, anh/chị chọn tên người đó.{ $count ->
            [0] {""}
           *[other] {" "}Đã đổi cho { $count } đối tượng.
        }
       *[other] { $name } được hình thức nào theo quyết định?
    }
decision-as-asked = Tất cả đúng như đề nghị
decision-differ-done = Xong, còn lại như đề nghị
# A button.
decision-award = { $name } · { $award }
# $wording: what is proposed.
new-decision-wording-ask =
    Lời ghi trên bằng, giấy khen, em đề xuất:

    “{ $wording }”

    Anh/chị dùng lời này, hay gõ lời khác?
new-decision-wording-example = Đã có sáng kiến làm lợi cho đơn vị năm 2026
decision-wording-keep = Dùng lời này
# What a certificate says: Vietnamese in every language, as it is printed.
certificate-wording =
    { $kind ->
        [ad-hoc] Đã có thành tích xuất sắc đột xuất trong phong trào thi đua “{ $title }” năm { $year }
        [thematic] Đã có thành tích xuất sắc theo chuyên đề trong phong trào thi đua “{ $title }” năm { $year }
       *[overall] Đã có thành tích xuất sắc trong phong trào thi đua “{ $title }” năm { $year }
    }
# $lines: decision-against each.
new-decision-reason-ask =
    { $lines }

    Nếu cấp có thẩm quyền vẫn quyết định khen, anh/chị ghi giúp em lý do. Lý do được lưu cùng tên anh/chị.
new-decision-reason-example = Theo kết luận của Ban Thường vụ tại phiên họp ngày 18/11/2026
decision-against = • { $name }: chưa đạt “{ $rules }”
decision-against-heading = Còn vướng:
# $count: how many.
decision-needs-reason = Còn { $count } đối tượng chưa đủ điều kiện nên em chưa lưu.
# $what: the answers, a line each.
new-decision-sure-ask =
    { $what }

    Anh/chị xem giúp em đã đúng chưa? Lưu rồi, em chuyển lời chúc mừng ngay.
# $codes: of the files.
decision-refusing =
    Hồ sơ { $codes } được ghi là không được khen.
    • Lý do: { $why }
decision-number-label = Số quyết định
decision-day-label = Ngày
decision-authority-label = Cấp quyết định
decision-signer-label = Người ký
decision-awards-label = Được khen
decision-left-label = Không có tên
decision-wording-label = Lời ghi
decision-reason-label = Lý do vẫn khen
decision-count = { $award }: { $count }
decision-yes = Lưu quyết định
decision-no = Không lưu
decision-dropped = Em không lưu quyết định này.
# $told: how many people are congratulated or told.
decision-kept =
    Cảm ơn anh/chị. Em đã lưu quyết định { $number } cho { $count } đối tượng{ $told ->
        [0] .
       *[other] {" "}và chuyển tin vui đến { $told } người.
    }
decision-refused =
    { $count ->
        [1] Em đã ghi hồ sơ không được khen.
       *[other] Em đã ghi { $count } hồ sơ không được khen.
    }
refused-decision-files = Những hồ sơ này không còn chờ quyết định, hoặc không cùng một cấp quyết định. Mời anh/chị gõ /quyetdinh để chọn lại.
refused-decision-nobody = Không còn ai có tên trong quyết định. Nếu cả hồ sơ không được khen, anh/chị chọn Quay lại rồi chọn Ghi là không được khen.
refused-decision-many = Quyết định có { $count } đối tượng, mỗi lần em lưu được nhiều nhất { $most }. Anh/chị chia bớt hồ sơ giúp em.
refused-decision-never =
    Chưa lưu được vì những đối tượng sau chưa thể được khen:
    { $lines }

    Anh/chị bổ sung hồ sơ, hoặc chọn Quay lại để bỏ các đối tượng này khỏi quyết định.
refused-decision-same = Quyết định số { $number } ngày này đã được nhập rồi nên em không lưu lần nữa. Mời anh/chị gõ /quyetdinh để xem.

## Told to whoever was awarded, to the authors behind, to the officers

# $decision: decision-cited; $wording: of the certificate.
praise-own =
    Chúc mừng anh/chị { $name }! Theo { $decision }, anh/chị được tặng { $award }.

    “{ $wording }”

    Công đoàn trân trọng cảm ơn những đóng góp của anh/chị.
# $lines: praise-line each.
praise-behind =
    Em xin báo anh/chị tin vui: thành tích có phần đóng góp của anh/chị vừa được ghi nhận theo { $decision }.
    { $lines }

    Công đoàn cảm ơn anh/chị đã góp sức.
praise-officer =
    Em xin báo anh/chị: theo { $decision }, { $count } đối tượng trong phần anh/chị phụ trách được khen thưởng.
    { $lines }

    Nhờ anh/chị chuyển lời chúc mừng và chọn dịp trao tặng trang trọng.
praise-line = • { $name }, { $unit }: { $award }
praise-more = • và { $count } đối tượng nữa
praise-open = Xem danh sách vinh danh

## Told when an award is revoked

revoked-own =
    Kính gửi anh/chị { $name }. { $award } trao theo { $decision } được thu hồi theo quyết định { $by } ngày { $day }.
    • Lý do: { $why }

    Nếu anh/chị có ý kiến, mời anh/chị gõ /gapcanbo để trao đổi trực tiếp; công đoàn luôn lắng nghe anh/chị.
revoked-officer =
    Em xin báo anh/chị: { $award } của { $name } trao theo { $decision } được thu hồi theo quyết định { $by } ngày { $day }.
    • Lý do: { $why }

    Nhờ anh/chị gặp gỡ, thăm hỏi người liên quan.

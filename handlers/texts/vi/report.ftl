### Reporting an achievement: a short form, then what is offered and never forced.
### $kind: initiative, model, exemplar (a person or a collective), work, policy, or "-" while not known.

# Asked only while more than one movement runs.
movement-which-ask = Hiện có nhiều phong trào thi đua. Thành tích của anh/chị thuộc phong trào nào?

# $kinds: a line each kind, with what it means.
report-kind-ask =
    Anh/chị muốn báo loại thành tích nào?

    { $kinds }
report-kind-label = Loại thành tích

# A story told out of the blue began the report.
story-kept = Em đã ghi lời kể của anh/chị vào phần “Nội dung, cách làm”. Em xin hỏi thêm vài câu ngắn.
report-unit-ask = Thành tích này thuộc đơn vị nào? Mời anh/chị chọn, hoặc gõ một phần tên đơn vị, có dấu hay không dấu đều được.
report-unit-example = song van
report-unit-label = Đơn vị

## The short form

report-subject-ask = Anh/chị muốn nêu gương ai, hay tập thể nào? Anh/chị vui lòng hỏi ý họ trước.
report-subject-example = Chị Trần Thị Ngọc Ánh, điều dưỡng khoa Ngoại
report-subject-label = Người, tập thể

report-title-ask =
    { $kind ->
        [initiative] Sáng kiến của anh/chị tên là gì? Một dòng ngắn là được.
        [model] Mô hình, cách làm này tên là gì? Một dòng ngắn là được.
        [work] Công trình, sản phẩm này tên là gì? Một dòng ngắn là được.
        [policy] Chính sách hay cuộc giám sát này tên là gì? Một dòng ngắn là được.
       *[other] Anh/chị đặt tên thành tích này là gì? Một dòng ngắn là được.
    }
report-title-example =
    { $kind ->
        [model] Tủ bảo hộ lao động dùng lại
        [work] Cầu tạm qua kênh cho công nhân đi làm
        [policy] Phụ cấp ca đêm cho thợ hầm
       *[other] Bộ gá xoay hàn lồng thép cọc khoan nhồi
    }
report-title-label = Tên gọi

report-before-ask =
    { $kind ->
        [initiative] Trước khi có sáng kiến, công việc làm thế nào, vướng ở chỗ nào?
        [work] Trước khi có công trình, sản phẩm này, tình hình ra sao?
       *[other] Trước khi có cách làm này, tình hình ra sao?
    }
report-before-example =
    { $kind ->
        [model] Người nghỉ việc bỏ lại đồ bảo hộ còn tốt, đơn vị vẫn mua mới liên tục.
        [work] Mùa mưa, công nhân phải đi vòng 3 km mới đến xưởng.
       *[other] 6 thợ lật lồng thép bằng xà beng, 5 giờ một lồng, dễ dập tay.
    }
report-before-label = Trước đây

report-solution-ask =
    { $kind ->
        [initiative] Anh/chị đã làm gì, làm thế nào?
        [model] Đơn vị anh/chị đã làm gì, làm thế nào?
        [exemplar] Người hoặc tập thể đó có việc làm tốt nào? Anh/chị kể ngắn giúp em.
        [work] Công trình, sản phẩm này có gì nổi bật, đã làm thế nào?
        [policy] Nội dung chính của kết quả này là gì?
       *[other] Anh/chị đã làm gì, làm thế nào?
    }
report-solution-example =
    { $kind ->
        [model] Thu hồi, giặt sạch, chia 3 mức, ai cần thì mượn bằng mã QR.
        [exemplar] Ba lần bơi ra cứu người khi lũ về, tháng nào cũng hiến máu.
        [work] Tổ tự hàn khung từ thép thừa, làm ngoài giờ trong 10 ngày.
        [policy] Công ty trả thêm 30 % lương cho ca đêm trong hầm, ghi vào thoả ước lao động tập thể.
       *[other] Dùng vành xe rùa và hộp số cũ làm gá xoay, một người bấm nút, thợ hàn ở tư thế bằng.
    }
report-solution-label = Nội dung, cách làm

report-result-ask =
    { $kind ->
        [exemplar] Việc làm đó đem lại kết quả gì? Anh/chị có con số nào thì cho em xin.
        [policy] Người lao động được lợi gì từ kết quả này? Anh/chị có con số nào thì cho em xin.
       *[other] Kết quả ra sao? Anh/chị có con số nào thì cho em xin, ước chừng cũng được.
    }
report-result-example =
    { $kind ->
        [model] Mỗi năm dùng lại 310 bộ, đỡ 130,2 triệu đồng.
        [exemplar] Cứu được 4 người; cả tổ noi theo, 12 người đăng ký hiến máu.
        [work] 200 công nhân đi làm gần hơn 3 km, xong sớm 5 ngày.
        [policy] 85 thợ hầm được thêm khoảng 1,2 triệu đồng mỗi tháng.
       *[other] Còn 3 thợ, 3 giờ một lồng; 210 lồng giảm 4.410 giờ công, không ai bị tai nạn.
    }
report-result-label = Kết quả

report-place-ask =
    { $kind ->
        [exemplar] Việc đó diễn ra ở đâu?
        [work] Công trình, sản phẩm này ở đâu?
       *[other] Cách làm này đang dùng ở đâu?
    }
report-place-example =
    { $kind ->
        [exemplar] Khu nhà trọ công nhân gần cổng B
       *[other] Bãi gia công thép, công trường cầu Sông Vân
    }
report-place-label = Nơi thực hiện

report-first-use-ask =
    { $kind ->
        [work] Công trình, sản phẩm này xong hoặc bắt đầu dùng từ ngày nào? Anh/chị nhớ tháng cũng được.
       *[other] Cách làm này bắt đầu dùng từ ngày nào? Anh/chị nhớ tháng cũng được.
    }
report-first-use-example = 15/3/2026, tháng 3/2026 hoặc quý IV/2025
report-first-use-label = Bắt đầu dùng từ

report-document-no-ask = Số văn bản là bao nhiêu? Anh/chị ghi như trên văn bản giúp em.
report-document-no-example = 12/TB-CĐCS
report-document-no-label = Số văn bản

report-document-date-ask = Văn bản ký ngày nào?
report-document-date-example = 15/3/2026
report-document-date-label = Ngày văn bản

report-photos-ask =
    { $count ->
        [0] { $kind ->
            [exemplar] Mời anh/chị gửi ảnh về việc làm đó, nhiều nhất 10 ảnh. Xong rồi, anh/chị chọn Đủ ảnh rồi. Vị trí chụp được xoá khỏi ảnh; anh/chị vui lòng không gửi ảnh giấy tờ tuỳ thân.
           *[other] Mời anh/chị gửi từ 1 đến 10 ảnh, nên có cả ảnh trước và sau khi làm. Xong rồi, anh/chị chọn Đủ ảnh rồi. Vị trí chụp được xoá khỏi ảnh; anh/chị vui lòng không gửi ảnh giấy tờ tuỳ thân.
        }
       *[other] Mời anh/chị gửi thêm ảnh, hoặc chọn Đủ ảnh rồi.
    }
report-photos-label = Ảnh

# The album has photos without a word on before or after.
report-photos-before-ask = Những ảnh nào chụp trước khi làm? Ảnh đánh số theo thứ tự anh/chị gửi; anh/chị chọn rồi chọn Xong.
report-photos-before-example = 1, 3
report-photos-before-label = Ảnh trước khi làm

## Offered afterwards

report-theme-ask = Thành tích này gần nhất với lĩnh vực nào? Nếu chưa rõ, anh/chị chọn Chưa rõ, cán bộ công đoàn sẽ xếp giúp.
report-theme-label = Lĩnh vực
theme-unknown = Chưa rõ

report-authorship-ask = Đây là thành tích của ai?
report-authorship-label = Tác giả
authorship-self = Của tôi
authorship-other = Của một người khác
authorship-several = Của nhiều người
authorship-collective = Của một tập thể

report-author-name-ask = Anh/chị cho em xin họ và tên người đó.
report-author-name-example = Nguyễn Văn Thắng
report-author-name-label = Tên tác giả
report-author-class-ask = Người đó thuộc nhóm nào?
report-author-class-label = Nhóm của tác giả
report-authors-ask = Anh/chị cho em xin tên các tác giả và phần đóng góp, cộng lại là 100 %. Nếu chưa chia phần, chỉ cần ghi tên.
report-authors-example = Phạm Thị Thu Hà 60 %, Đỗ Minh Quân 40 %
report-authors-label = Các tác giả
report-author-agrees-ask = Những người được ghi tên đã đồng ý để anh/chị báo thành tích này chưa?
agreed-yes = Đã đồng ý
agreed-no = Chưa đồng ý
report-collective-name-ask = Tập thể đó tên là gì?
report-collective-name-example = Tổ công đoàn đội thi công 3
report-collective-name-label = Tên tập thể

report-benefits-ask = Thành tích này có lợi ích nào đo được? Anh/chị chọn một hoặc nhiều mục, rồi chọn Xong.
report-benefits-label = Lợi ích đo được
# $label: "Năng lượng"; $unit: the usual unit, "kWh"; $sample: "28.200 kWh".
report-benefit-ask =
    { $label }: anh/chị đo được bao nhiêu? Đơn vị thường dùng là { $unit }, dùng đơn vị khác cũng được.
    Ví dụ: { $sample }
report-benefit-money-ask = Thành tích này làm lợi được bao nhiêu tiền?
report-benefit-money-example = 180tr, 1,5 tỷ hoặc 180.450.000
report-benefit-how-ask = Anh/chị tính những con số đó như thế nào?
report-benefit-how-example = Mỗi lồng giảm 21 giờ công × 210 lồng = 4.410 giờ công; × 45.000 đồng = 198,45 triệu đồng
report-benefit-how-label = Cách tính

report-slogans-ask = Thành tích này góp vào điều nào của thi đua “5 nhất” và “3 tiết kiệm”? Anh/chị chọn một hoặc nhiều mục, rồi chọn Xong.
report-slogans-label = 5 nhất, 3 tiết kiệm

report-recognition-ask = Thành tích này đã được cấp có thẩm quyền công nhận chưa?
report-recognition-label = Việc công nhận
recognition-none = Chưa đề nghị
recognition-pending = Đang chờ xét
recognition-recognised = Đã được công nhận
report-recognition-level-ask = Cấp nào đã công nhận thành tích này?
report-recognition-level-label = Cấp công nhận
report-recognition-document-ask = Anh/chị cho em xin số và ngày của quyết định công nhận.
report-recognition-document-example = 125/QĐ-CĐ ngày 10/6/2026
report-recognition-document-label = Quyết định công nhận

## Before sending, and after

# $summary: a line each answer.
report-send-ask =
    Cảm ơn anh/chị, em đã ghi đủ. Mời anh/chị xem lại:

    { $summary }

    Anh/chị gửi bài luôn, hay muốn sửa, bổ sung?
report-send-edit-ask = Anh/chị muốn sửa câu nào?
report-send-more-ask = Anh/chị muốn bổ sung mục nào? Các mục này không bắt buộc.

# $code: "SK-2026-0147"; $title may be cut short; $day: today.
receipt =
    Cảm ơn anh/chị! Công đoàn đã nhận bài “{ $title }” ngày { $day }.
    Mã bài: { $code }

    Công đoàn đơn vị sẽ xem và trả lời anh/chị. Anh/chị theo dõi, thêm ảnh hoặc thông tin lúc nào cũng được ở /baicuatoi.

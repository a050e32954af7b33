### Word papers (R31, R42–R44, R49, R58): their names, the words that stand between the records, and what is missing.
### The wording of the papers themselves is in storage/starter/forms.toml. These papers are official: no "ạ", no "anh/chị".

## What they are called

paper-petition = Tờ trình đề nghị khen thưởng
paper-merit-individual-overall = Báo cáo thành tích cá nhân
paper-merit-individual-thematic = Báo cáo thành tích cá nhân theo chuyên đề
paper-merit-individual-ad-hoc = Báo cáo thành tích cá nhân đột xuất
paper-merit-collective-overall = Báo cáo thành tích tập thể
paper-merit-collective-thematic = Báo cáo thành tích tập thể theo chuyên đề
paper-merit-collective-ad-hoc = Báo cáo thành tích tập thể đột xuất
paper-initiative-application = Đơn yêu cầu công nhận sáng kiến
paper-initiative-report = Báo cáo sáng kiến
paper-model-report = Báo cáo mô hình
paper-minutes = Biên bản họp

## Around the matter

# On every page, until a human signs.
paper-draft = DỰ THẢO – chờ ký
paper-dots = ……………………
# $day, $month: with a zero where the rules ask for one; $year.
paper-day = ngày { $day } tháng { $month } năm { $year }
# $place: "Ninh Bình"; $day: as above.
paper-place-day = { $place }, { $day }
# $sign: "TTr"; $unit: "LĐLĐ".
paper-number = Số: ……/{ $sign }-{ $unit }
paper-as-above = Như trên
paper-archive = Lưu: VT.
paper-for-whom = TM. ……………………
paper-office = ……………………
paper-photo-before = Trước
paper-photo-after = Sau

## Of a report

# $unit: whose council it is.
paper-initiative-council = Hội đồng sáng kiến cơ sở, { $unit }
paper-confirmed = đã xác nhận
paper-own-figure = tự kê
# $level: "cấp cơ sở"; $document: number and day.
paper-recognised = đã được công nhận { $level }, văn bản { $document }
paper-recognition-pending = đang chờ xét công nhận
paper-recognition-none = chưa đề nghị công nhận

## Of a nomination file

paper-ask-direct = xem xét, quyết định khen thưởng
# $authority: who decides.
paper-ask-through = xem xét, trình { $authority } khen thưởng
# $kind: "chuyên đề"; $year.
paper-petition-about = Về việc đề nghị khen thưởng { $kind } năm { $year }
# $unit: whose council or collective met.
paper-minutes-about = Họp Hội đồng Thi đua – Khen thưởng { $unit }
paper-acclaim-about = Họp bình xét, suy tôn tại { $unit }
paper-council = Hội đồng Thi đua – Khen thưởng { $unit }
paper-collective = tập thể { $unit }
# $sex: male or female.
paper-sex =
    { $sex ->
        [male] Nam
        [female] Nữ
       *[other] { $sex }
    }
# $number: of the decision; $day; $authority: who decided.
paper-decision = Quyết định số { $number } ngày { $day } của { $authority }
paper-vote-enough = Đạt
paper-vote-short = Chưa đạt

## What is missing: short, without blame; who can say it is asked with one tap

# $unit: whose papers they are.
paper-lacks-signatory = người ký văn bản của { $unit }
# $code: of the report.
paper-lacks-before = { $code }: tình trạng trước khi có giải pháp
paper-lacks-solution = { $code }: nội dung giải pháp, cách làm
paper-lacks-result = { $code }: kết quả, số liệu
paper-lacks-place = { $code }: nơi áp dụng
paper-lacks-first-use = { $code }: ngày áp dụng lần đầu
paper-lacks-photos = { $code }: ảnh minh chứng
paper-lacks-theme = { $code }: nội dung thi đua
paper-lacks-shares = { $code }: tỷ lệ đóng góp của từng tác giả
# $total: what the shares come to.
paper-lacks-whole-shares = { $code }: tỷ lệ đóng góp của các tác giả đang cộng thành { $total } %, cần đúng 100 %
paper-lacks-authors = ngày sinh, chức danh, trình độ của tác giả (ghi khi ký đơn)
paper-lacks-nominees = tập thể, cá nhân được đề nghị
# $name: of the nominee.
paper-lacks-merits = { $name }: tóm tắt thành tích
paper-lacks-birth-date = { $name }: ngày sinh
paper-lacks-sex = { $name }: giới tính
paper-lacks-home = { $name }: quê quán
paper-lacks-post = { $name }: chức vụ, công việc
paper-lacks-qualification = { $name }: trình độ chuyên môn
paper-lacks-duties = { $name }: chức năng, nhiệm vụ được giao
paper-lacks-setup = { $name }: cơ cấu tổ chức
paper-lacks-headcount = { $name }: tổng số lao động, đoàn viên
paper-lacks-women = { $name }: số nữ
paper-lacks-vote = { $name }: số phiếu
paper-lacks-meeting-place = nơi họp
paper-lacks-chair = người chủ trì cuộc họp
paper-lacks-secretary = thư ký cuộc họp
paper-lacks-minutes = diễn biến, ý kiến tại cuộc họp

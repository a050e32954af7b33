### Lists in Excel, the zip of photos and PDF dossiers (R9, R27, R31, R43, R46). Official papers: no "ạ", no "anh/chị".

## Around a list

sheet-nation = CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
sheet-motto = Độc lập - Tự do - Hạnh phúc
# $page, $pages: Excel fills them in.
sheet-footer = Trang { $page }/{ $pages }
sheet-yes = x

## What the lists are called

paper-list-reports = Danh sách báo cáo thành tích
paper-list-nominations = Danh sách đề nghị khen thưởng
paper-list-commendation = Thống kê khen thưởng
paper-photos = Ảnh kèm danh mục
sheet-title-reports = DANH SÁCH BÁO CÁO THÀNH TÍCH, SÁNG KIẾN, MÔ HÌNH
sheet-title-nominations = DANH SÁCH ĐỀ NGHỊ KHEN THƯỞNG
sheet-title-commendation = THỐNG KÊ KHEN THƯỞNG
sheet-year = Năm { $year }
sheet-every-year = Tất cả các năm
sheet-tab = Danh sách

## Columns

sheet-place = STT
sheet-code = Mã bài
sheet-title = Tên
sheet-kind = Loại
sheet-theme = Nội dung thi đua
sheet-unit = Đơn vị
sheet-above = Thuộc
sheet-authors = Tác giả (tỷ lệ, đối tượng)
sheet-on-site = Trực tiếp trên công trình
sheet-first-use = Áp dụng từ
sheet-money = Giá trị làm lợi (đồng)
sheet-benefits = Lợi ích khác
sheet-recognition = Công nhận
sheet-state = Trạng thái
sheet-sent = Ngày gửi
sheet-decided = Ngày có kết quả
sheet-file = Mã hồ sơ
sheet-subject = Tập thể, cá nhân
sheet-class = Đối tượng
sheet-commendation = Loại hình
sheet-award = Hình thức khen thưởng
sheet-reports = Bài làm căn cứ
sheet-overrides = Số điều kiện được cho qua có lý do
sheet-votes = Phiếu đồng ý
sheet-result = Kết quả
sheet-number = Số quyết định
sheet-day = Ngày quyết định
sheet-authority = Cấp khen thưởng
sheet-collectives = Tập thể
sheet-persons = Cá nhân
sheet-workers = Công nhân lao động
sheet-officials = Cán bộ
sheet-site-count = Trực tiếp trên công trình
sheet-sum = Tổng số

## Results

sheet-proposed = Đang đề nghị
sheet-left-out = Không đưa vào danh sách
sheet-awarded = Được khen thưởng
sheet-refused = Không được khen thưởng
sheet-revoked = Quyết định đã thu hồi

## The list inside a zip of photos

zip-file = Tên tệp
zip-mark = Trước/sau
zip-caption = Chú thích
zip-taken = Ngày chụp
zip-lost = không còn tệp ảnh

## Dossiers in PDF

dossier-report-title = HỒ SƠ BÁO CÁO THÀNH TÍCH
dossier-file-title = HỒ SƠ ĐỀ NGHỊ KHEN THƯỞNG
dossier-missing = Còn thiếu:
dossier-recipients = Nơi nhận:
dossier-yes = Có
# $name: who sent it; $day.
dossier-sent-by = { $name }, ngày { $day }
dossier-sent = Người gửi
dossier-place = Nơi thực hiện
dossier-document = Văn bản
dossier-before = Trước đây
dossier-solution = Nội dung, cách làm
dossier-result = Kết quả
dossier-benefits = Lợi ích
dossier-benefit = Loại
dossier-value = Giá trị
dossier-confirmed = Xác nhận
dossier-how = Cách tính
dossier-authors = Tác giả
dossier-name = Họ tên
dossier-share = Đóng góp (%)
dossier-photos = Hình ảnh
dossier-likes = Bài có nét giống
dossier-other = Bài
dossier-score = Điểm giống
dossier-verdict = Kết luận
dossier-same = Trùng
dossier-improved = Cải tiến
dossier-different = Khác
dossier-unjudged = Chưa kết luận
dossier-history = Quá trình xét
dossier-day = Ngày
dossier-act = Việc
dossier-who = Người làm, đơn vị
dossier-note = Ghi chú
dossier-movement = Phong trào
dossier-opened = Đơn vị lập hồ sơ
dossier-file-about = Nội dung
dossier-nominees = Danh sách đề nghị ({ $count })
dossier-merits = Tóm tắt thành tích
dossier-state-draft = Đang lập
dossier-state-sent = Đã trình
dossier-state-returned = Được trả lại để bổ sung
dossier-state-council = Đang ở Hội đồng
dossier-state-decided = Đã có quyết định
dossier-state-refused = Không được khen thưởng
dossier-council = Họp Hội đồng Thi đua – Khen thưởng
dossier-acclaim = Họp suy tôn của tập thể
# Members present, all members, how many voted in writing.
dossier-present = { $present }/{ $members } thành viên có mặt, { $written } phiếu bằng văn bản
dossier-where = Nơi họp
dossier-there = Thành phần
dossier-absent = Vắng mặt
dossier-against = Không đồng ý
dossier-rate = Tỷ lệ
dossier-decisions = Quyết định
dossier-signer = Người ký
dossier-wording = Nội dung ghi trên giấy khen
# $number: the place among the nominee's reports; $code, $title: of the report.
dossier-work = { $number }. { $code }: { $title }

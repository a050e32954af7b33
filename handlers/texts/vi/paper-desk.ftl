### /giayto: asking for papers, getting them, asking the author for what they lack (R31, R45).

staff-papers = Làm giấy tờ, danh sách

paper-dossier-report = Hồ sơ đầy đủ của bài (PDF)
paper-dossier-file = Hồ sơ khen thưởng đầy đủ (PDF)

## What

papers-what-ask = Anh/chị cần giấy tờ gì ạ? Tất cả đều là bản thảo chờ ký.
papers-one = Giấy tờ của một bài hoặc một hồ sơ
papers-list-reports = Danh sách báo cáo (Excel)
papers-photos = Tải ảnh kèm danh mục (zip)
papers-list-nominations = Danh sách đề nghị khen thưởng (Excel)
papers-list-commendation = Thống kê khen thưởng (Excel)
papers-code-ask = Mời anh/chị gõ mã bài hoặc mã hồ sơ, ví dụ SK-2026-0147 hoặc DN-2026-0007.
# $about: code and title of what the papers are of.
papers-paper-ask = { $about }

    Anh/chị chọn giấy tờ cần làm.
papers-paper = { $name }
# $of: whose it is, or its day.
papers-paper-of = { $name }: { $of }

## A list

papers-unit-ask = Của đơn vị nào ạ? Danh sách gồm cả các đơn vị trực thuộc. Anh/chị chọn, hoặc gõ một phần tên.
papers-year-ask = Anh/chị lấy số liệu năm nào ạ?
papers-year = Năm { $year }
papers-every-year = Tất cả các năm
# $unit: whose; $count: lines, -1 where they aren't counted before; $narrowed: how many filters.
papers-order-ask =
    { $unit }: { $count ->
        [-1] em sẵn sàng lập bảng.
        [0] chưa có dòng nào.
       *[other] { $count } dòng.
    }{ $narrowed ->
        [0] { "" }
       *[other] { " " }Đã lọc theo { $narrowed } điều kiện.
    }
papers-make = Lập tệp ngay
papers-by-state = Lọc theo trạng thái
papers-by-kind = Lọc theo loại
papers-by-theme = Lọc theo nội dung thi đua
papers-by-phase = Lọc theo giai đoạn
papers-only-ask = Chỉ lấy những bài nào ạ?
papers-approved = Đã duyệt
papers-waiting = Đang chờ xét
papers-refused = Không được chọn
papers-phase = { $title }

## On its way, and here

# $name: of the paper.
papers-begun = Em đang soạn “{ $name }”, xong sẽ gửi ngay vào đây.
papers-begun-long = Em đang lập “{ $name }”. Tệp lớn nên cần một lúc; anh/chị cứ làm việc khác, xong em gửi vào đây.
# $done of $total reports.
papers-progress = Em vẫn đang làm: { $done }/{ $total }.
# $name: of the file.
papers-made = Tệp { $name } đây ạ. Đây là bản thảo, mời anh/chị xem lại trước khi trình ký.
papers-lines = Số dòng: { $count }.
papers-lost = { $count } ảnh không còn tệp nên chỉ ghi tên trong danh mục.
# $count: how many things.
papers-missing = Còn thiếu { $count } mục:
papers-missing-line = – { $what }
papers-missing-more = … và { $count } mục nữa, ghi ở trang đầu.
papers-not-made = Em chưa lập được giấy tờ này, vì bài hoặc hồ sơ không còn trong phạm vi của anh/chị. Anh/chị gõ /vaitro để xem vai trò của mình.

## Doors below a paper

# $code: of the report.
papers-door-author = Nhờ tác giả bổ sung { $code }
papers-door-signatory = Nhập người ký
papers-door-meeting = Bổ sung biên bản họp
papers-door-file = Điền tiếp hồ sơ
papers-door-report = Xem lại bài

## Asking the author

# $code: of the report; $name: of the author; $what: the answers asked for.
ask-author-sure-ask = Em sẽ nhắn { $name }, nhờ bổ sung cho bài { $code }: { $what }. Anh/chị đồng ý chứ?
ask-author-yes = Gửi lời nhờ
ask-author-no = Thôi, để sau
ask-author-left = Em chưa gửi gì ạ.
ask-author-done = Em đã gửi lời nhờ tới { $name }. Khi có bổ sung, anh/chị làm lại giấy tờ là đủ.
# $title: of the report.
ask-author-notice = Cán bộ công đoàn đang làm giấy tờ cho bài { $code } “{ $title }” và nhờ anh/chị bổ sung: { $what }. Mời anh/chị mở bài và bổ sung giúp ạ.
ask-author-door = Mở bài để bổ sung
ask-author-before = tình trạng trước đây
ask-author-solution = nội dung, cách làm
ask-author-result = kết quả
ask-author-place = nơi thực hiện
ask-author-first-use = ngày bắt đầu dùng
ask-author-photos = ảnh minh chứng
ask-author-shares = tỷ lệ đóng góp của từng tác giả

## What can't be

refused-no-paper = Em không tìm thấy bài hoặc hồ sơ này trong phạm vi của anh/chị. Mời anh/chị xem lại mã.
refused-papers-busy = Em đang làm mấy giấy tờ anh/chị vừa nhờ. Mời anh/chị chờ xong rồi lấy tiếp ạ.
refused-nothing-to-list = Chưa có gì để lập danh sách với lựa chọn này. Mời anh/chị chọn năm hoặc đơn vị khác.
# $most: how many lines at most.
refused-list-too-long = Danh sách này dài quá { $most } bài. Mời anh/chị lọc bớt hoặc lấy từng năm, từng đơn vị.
refused-author-not-asked = Bài này đã xét xong nên tác giả không sửa được nữa. Phần còn thiếu, anh/chị điền tay khi ký giúp em.
refused-author-unreachable = Em không nhắn được cho tác giả bài này. Phần còn thiếu, anh/chị điền tay khi ký giúp em.

## A link instead of a file

# $name: of the file; $size in MB; $until: time and day; $url.
file-link = Tệp { $name } ({ $size } MB), tải tại đây đến { $until }:
    { $url }
file-link-gone = Tệp { $name } không còn nữa. Mời anh/chị gõ /giayto để lấy lại.
photos-later = Ảnh đi kèm lúc này chưa tải được. Anh/chị mở lại sau ít phút giúp em ạ.
# $count links follow, a line each; good until $until.
photo-links =
    { $count ->
        [1] Ảnh, xem được đến { $until }:
       *[other] { $count } ảnh, xem được đến { $until }:
    }

web-file-gone-title = Đường dẫn không còn dùng được
web-file-gone = Đường dẫn này không còn dùng được
web-file-gone-text = Đường dẫn tải tệp chỉ dùng được trong 24 giờ và phải đúng nguyên văn. Mời anh/chị quay lại cuộc trò chuyện, gõ /giayto để lấy đường dẫn mới.

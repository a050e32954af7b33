### /maugiay: the Word templates of a unit, and the page on which a new one is handed in.

templates-unit-ask = Anh/chị xem mẫu văn bản của đơn vị nào? Mời chọn, hoặc gõ một phần tên đơn vị.
templates-paper-ask = Mẫu của văn bản nào ạ?
# $paper, $unit; $from: shipped, own or above; $file: its name; $day; $above: the unit above that handed it in.
templates-act-ask =
    { $paper }
    { $unit }

    { $from ->
        [shipped] Đang dùng mẫu có sẵn.
        [own] Đang dùng mẫu riêng “{ $file }”, nộp ngày { $day }.
       *[above] Đang dùng mẫu “{ $file }” của { $above }, nộp ngày { $day }.
    }
# Buttons.
templates-take = Lấy mẫu đang dùng
templates-hand-in = Gửi mẫu mới
templates-drop = Bỏ mẫu riêng
templates-other = Chọn văn bản khác
templates-here = Mẫu đang dùng đây ạ. Anh/chị sửa bằng Word, giữ nguyên các chỗ trong ngoặc nhọn, rồi chọn Gửi mẫu mới.
templates-link = Anh/chị gửi mẫu mới trên trang dưới đây, bằng điện thoại hay máy tính đều được.
# Comes below templates-link. $url; $until: "17:30 22/11/2026".
templates-link-here =
    { $url }
    Đường dẫn dành riêng cho anh/chị, dùng được đến { $until }. Anh/chị đừng chuyển cho người khác.
# $paper, $file, $day.
templates-sure-ask = Bỏ mẫu riêng “{ $file }” của { $paper }, nộp ngày { $day }? Mẫu trước đó, mẫu của cấp trên hoặc mẫu có sẵn sẽ được dùng lại.
templates-yes = Bỏ mẫu này
templates-no = Giữ lại
templates-left = Em giữ nguyên mẫu này.
# A file's name, without its signs. $paper.
templates-file = Mẫu { $paper }
refused-templates-gone = Mẫu này không còn nữa, hoặc văn bản không có trong danh mục. Mời anh/chị chọn lại.
staff-templates = Đổi mẫu văn bản Word

## The page

hand-in-title = Gửi mẫu văn bản
hand-in-lead = Gửi mẫu mới
# $unit: its name.
hand-in-unit = Dùng cho { $unit } và các đơn vị trực thuộc chưa có mẫu riêng.
# $file: its name; $day.
hand-in-own = Mẫu riêng hiện nay: “{ $file }”, nộp ngày { $day }. Mẫu mới sẽ được dùng thay.
hand-in-none = Đơn vị chưa có mẫu riêng cho văn bản này.
hand-in-choose = Tệp Word (.docx)
hand-in-send = Gửi mẫu
# $until: "17:30 22/11/2026".
hand-in-until = Trang này dùng được đến { $until }.
hand-in-allowed = Yêu cầu đối với mẫu
# $most: megabytes.
hand-in-file = Tệp .docx, nhiều nhất { $most } MB, không đặt mật khẩu.
hand-in-harmless = Không có macro, đối tượng nhúng hay liên kết ra ngoài. Trường của Word chỉ dùng số trang.
hand-in-fields = Chỗ trong ngoặc nhọn là ô sẽ được điền, chỉ dùng tên ô trong danh sách dưới đây.
hand-in-marked = Giấy tờ làm ra luôn có dòng “Dự thảo – chờ ký”.
# $count: fields.
hand-in-list = Xem { $count } ô dùng được
hand-in-gone = Đường dẫn gửi mẫu chỉ dùng được trong 24 giờ và phải đúng nguyên văn. Mời anh/chị quay lại cuộc trò chuyện, gõ /maugiay để lấy đường dẫn mới.
hand-in-not-yours = Anh/chị chưa gửi được mẫu này
hand-in-not-yours-text = Vai trò của anh/chị hiện không còn cho việc này, hoặc đơn vị đã đổi. Mời anh/chị gõ /maugiay trong cuộc trò chuyện để xem lại.
hand-in-taken = Đã nhận mẫu mới
hand-in-told = Cuộc trò chuyện của anh/chị cũng có tin này.
hand-in-not-taken = Chưa nhận được mẫu
hand-in-nothing = Anh/chị chưa chọn tệp. Mời chọn một tệp Word rồi bấm Gửi mẫu.
hand-in-too-fast = Tệp gửi dồn hơi nhanh. Mời anh/chị chờ một phút rồi gửi lại.
hand-in-again = Gửi tệp khác

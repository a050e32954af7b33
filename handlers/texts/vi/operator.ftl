### What the program says to the operator at the terminal.

start-page = Mời bấm vào đây để trò chuyện: { $address }
start-demo = Dữ liệu mẫu nằm trong { $folder } (tắt bằng BAOCONG_DEMO=false).
start-staff = Muốn thử việc của cán bộ: đăng ký trong trang chat rồi gõ /vaitro { $code }
talk-hint = Gõ câu trả lời rồi nhấn Enter. Gửi ảnh: /anh TỆP [chú thích]. Kết thúc: Ctrl-D.
talk-no-file = Không thấy tệp ảnh đó.

# ./run invite
invite-no-role = Không có vai trò này. Các vai trò: { $roles }.
invite-no-unit = Không có đơn vị nào mang mã này. Mã đơn vị nằm ở cột code của tệp đã nhập bằng ./run import-units.
invite-past = Ngày kết thúc đã qua. Mời nhập một ngày từ hôm nay trở đi, dạng 2027-12-31.

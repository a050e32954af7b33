### What the program says to the operator at the terminal.

start-page = Mời bấm vào đây để trò chuyện: { $address }
start-demo = Dữ liệu mẫu nằm trong { $folder } (tắt bằng BAOCONG_DEMO=false).
talk-hint = Gõ câu trả lời rồi nhấn Enter. Gửi ảnh: /anh TỆP [chú thích]. Kết thúc: Ctrl-D.
talk-no-file = Không thấy tệp ảnh đó.

### The menu, the help, and the messenger's own list of commands.

menu-act-ask = Anh/chị muốn làm gì? Anh/chị cũng có thể kể luôn thành tích bằng một tin nhắn.
menu-report = Báo thành tích
menu-my-reports = Xem bài của tôi
menu-drafts = Viết tiếp bài dở
menu-my-data = Dữ liệu của tôi
menu-settings = Cài đặt
menu-help = Trợ giúp
menu-staff = Mở việc cán bộ

# While joining, this stands before the question that waits.
help-joining = Em là Trợ lý Công đoàn, trợ lý tự động, đang giúp anh/chị đăng ký. Xong mấy câu này, anh/chị báo thành tích được ngay. Muốn hỏi trực tiếp, anh/chị chọn Gặp cán bộ.

help-act-ask =
    Em là Trợ lý Công đoàn, trợ lý tự động. Em hỏi từng câu ngắn để anh/chị báo sáng kiến, mô hình hay, gương tốt, công trình, chính sách, kèm ảnh; công đoàn đơn vị sẽ xem và trả lời.

    /baocao – báo thành tích
    /baicuatoi – xem bài đã gửi
    /bannhap – viết tiếp bài dở
    /dulieu – dữ liệu của anh/chị
    /caidat – ngôn ngữ, thông tin, nối kênh
    /lienket – nhập mã nối kênh
    /gapcanbo – tên và số điện thoại cán bộ
    /huy – dừng việc đang làm
    /menu – về đầu

    Anh/chị muốn làm gì tiếp?

## Shown beside each command in the messenger's own menu

command-baocao = Báo một thành tích
command-baicuatoi = Xem các bài đã gửi
command-bannhap = Viết tiếp bài dở
command-trogiup = Xem trợ giúp
command-gapcanbo = Gặp cán bộ công đoàn
command-caidat = Ngôn ngữ, thông tin, nối kênh
command-dulieu = Xem, tải về, xoá dữ liệu của tôi
command-huy = Dừng việc đang làm
command-menu = Về đầu

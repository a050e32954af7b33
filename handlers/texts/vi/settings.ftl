### Settings: language, one's own details, one person on two channels.

settings-act-ask = Anh/chị muốn cài đặt mục nào?
settings-language = Đổi ngôn ngữ
settings-profile = Sửa thông tin của tôi
settings-make-code = Lấy mã nối kênh
settings-use-code = Nhập mã nối kênh
settings-channel = Chọn kênh nhận tin

settings-language-ask = Anh/chị muốn dùng ngôn ngữ nào?
# Each language is called by its own name, in every language.
language-vi = Tiếng Việt
language-en = English
language-changed = Từ giờ em trò chuyện với anh/chị bằng tiếng Việt.

# $code: "ABCD-2345", good for ten minutes and one use.
code-made =
    Mã của anh/chị: { $code }

    Ở kênh kia, anh/chị gõ /lienket rồi nhập mã này. Mã dùng một lần, trong 10 phút; anh/chị vui lòng không đưa mã cho người khác.
link-code-ask = Mời anh/chị nhập mã nối kênh gồm 8 chữ và số. Mã lấy ở kênh anh/chị đã đăng ký, trong /caidat, mục Lấy mã nối kênh.
link-code-example = ABCD-2345
linked = Em đã nối xong hai kênh. Từ giờ bài đã gửi và bài viết dở của anh/chị có ở cả hai nơi; khi có tin, em nhắn ở kênh anh/chị dùng gần nhất (đổi trong /caidat). Mời anh/chị gõ /menu để tiếp tục.

# $now: by which channel news comes at present.
settings-channel-ask =
    Khi có tin (kết quả xét duyệt, nhắc hạn, bản tin), anh/chị muốn em nhắn ở kênh nào? Hiện nay: { $now }.

    Anh/chị hỏi ở kênh nào, em vẫn trả lời ngay ở kênh đó.
settings-channel-last = Kênh dùng gần nhất
# $channel: one of channel-….
channel-chosen = Em nhớ rồi. Từ giờ khi có tin, em nhắn anh/chị qua kênh { $channel }.
channel-last-chosen = Em nhớ rồi. Từ giờ khi có tin, em nhắn ở kênh anh/chị dùng gần nhất.

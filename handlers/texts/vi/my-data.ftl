### My data: see it, take it along, withdraw a consent, have it deleted (R61, R62).

# $channels: "Telegram, trang web"; $reports, $drafts, $photos: numbers; $consents: a line each purpose.
my-data-act-ask =
    Công đoàn đang lưu về anh/chị:
    • Họ tên: { $name }
    • Đơn vị: { $unit }
    • Điện thoại: { $phone }
    • Kênh trò chuyện: { $channels }
    • Bài đã gửi: { $reports }, bài viết dở: { $drafts }, ảnh: { $photos }

    Sự đồng ý của anh/chị:
    { $consents }

    Anh/chị muốn làm gì?
my-data-export = Tải dữ liệu về
my-data-spread = Đổi ý về nhân rộng
my-data-publish = Đổi ý về đăng báo
my-data-profile = Sửa thông tin
my-data-delete = Xoá dữ liệu của tôi

purpose-keep = Lập hồ sơ và liên hệ
purpose-spread = Nhân rộng trong nội bộ công đoàn
purpose-publish = Đăng báo, Facebook
consent-yes = đồng ý
consent-no = không đồng ý

channel-telegram = Telegram
channel-zalo = Zalo
channel-zalo-bot = Zalo (trợ lý)
channel-zalo-oa = Zalo (trang của Công đoàn)
channel-web = trang web
channel-terminal = dòng lệnh

my-data-export-here = Đây là toàn bộ dữ liệu của anh/chị, trong một tệp nén.
# $purpose: one of purpose-…; $now: consent-yes or consent-no.
my-data-consent-changed = Em đã ghi lại ý của anh/chị. { $purpose }: { $now }.

my-data-sure-ask =
    Em sẽ xoá họ tên, đơn vị, số điện thoại, các bài viết dở và tin nhắn của anh/chị trong một ngày. Bài đã gửi là hồ sơ thi đua nên được giữ theo quy định lưu trữ, với tên tác giả đã ghi lúc gửi.

    Anh/chị có chắc muốn xoá không?
my-data-delete-yes = Xoá dữ liệu
my-data-delete-no = Giữ lại
my-data-deleted = Em đã xoá dữ liệu của anh/chị. Cảm ơn anh/chị đã đồng hành. Khi nào muốn tham gia lại, mời anh/chị đọc thông báo dưới đây.
my-data-kept = Em giữ nguyên dữ liệu của anh/chị.

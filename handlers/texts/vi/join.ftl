### Joining: who we are, the privacy notice (R59, R64, R66), the consents one by one, then unit, name, class and phone.

welcome =
    Kính chào anh/chị. Em là Trợ lý Công đoàn, trợ lý tự động giúp anh/chị báo thành tích lao động kèm ảnh, chỉ trong vài phút.

    Trước khi bắt đầu, mời anh/chị đọc mấy dòng về dữ liệu cá nhân dưới đây ạ. Nếu đã đăng ký ở kênh khác, anh/chị gõ /lienket.
# Came by the QR code or link of a unit. $name: the unit.
start-link-unit =
    Kính chào anh/chị. Em là Trợ lý Công đoàn, trợ lý tự động giúp anh/chị báo thành tích lao động kèm ảnh, chỉ trong vài phút. Mã anh/chị vừa dùng là của { $name }.

    Trước khi bắt đầu, mời anh/chị đọc mấy dòng về dữ liệu cá nhân dưới đây ạ.
welcome-back = Chào anh/chị { $name }. Em là Trợ lý Công đoàn, rất vui được gặp lại.
# A stranger wanted something that is for members.
join-first = Mục này dành cho người đã đăng ký. Mời anh/chị đăng ký trước, khoảng một phút là xong.

# What is agreed to: kept word for word in the consent log by its hash. At most 1,500 characters.
privacy-notice =
    DỮ LIỆU CÁ NHÂN CỦA ANH/CHỊ

    • Lưu gì: họ tên, đơn vị, nhóm lao động, số điện thoại (nếu anh/chị cho), bài báo thành tích và ảnh. Ảnh được xoá vị trí chụp. Em không hỏi dân tộc, tôn giáo, đảng phái, nơi ở.
    • Để làm gì: lập hồ sơ thành tích và liên hệ với anh/chị.
    • Ai xem: cán bộ công đoàn của đơn vị và của cấp trên.
    • Hai việc hỏi riêng: nhân rộng trong nội bộ công đoàn; đăng báo, Facebook. Không đồng ý hai việc này, anh/chị vẫn tham gia bình thường.
    • Quyền của anh/chị (gõ /dulieu lúc nào cũng được): xem, tải về, sửa, rút lại đồng ý hoặc xoá. Riêng hồ sơ thi đua đã gửi được giữ theo quy định lưu trữ.
    • Kênh nhắn tin: Telegram và Zalo là dịch vụ của bên ngoài (máy chủ Telegram ở nước ngoài), tin nhắn còn lưu ở phía họ. Trang trò chuyện trên web là của công đoàn.
    • Anh/chị vui lòng không gửi ảnh căn cước hay giấy tờ tuỳ thân, và hỏi ý những người có mặt trong ảnh.
# $notice: the privacy notice above.
join-keep-ask =
    { $notice }

    Anh/chị có đồng ý để công đoàn lưu những thông tin trên, lập hồ sơ thành tích và liên hệ với anh/chị không?
join-spread-ask = Anh/chị có đồng ý để công đoàn giới thiệu bài và ảnh của anh/chị cho các đơn vị khác trong nội bộ công đoàn học tập không? Nếu không, anh/chị vẫn tham gia bình thường.
join-publish-ask = Anh/chị có đồng ý để công đoàn đăng bài và ảnh của anh/chị lên báo, trang thông tin và Facebook của công đoàn không? Nếu không, anh/chị vẫn tham gia bình thường.

join-unit-ask = Anh/chị đang làm việc ở đơn vị nào? Mời anh/chị gõ một phần tên đơn vị, có dấu hay không dấu đều được, hoặc chọn từ danh sách.
join-unit-example = song van
join-unit-label = Đơn vị
join-name-ask = Anh/chị cho em xin họ và tên.
join-name-example = Nguyễn Văn Thắng
join-name-label = Họ và tên
join-author-class-ask = Anh/chị thuộc nhóm nào? Em hỏi để xét thi đua đúng tiêu chí.
join-author-class-label = Nhóm lao động
join-phone-ask = Anh/chị cho em xin số điện thoại để cán bộ công đoàn liên hệ khi cần. Câu này không bắt buộc.
join-phone-example = 0900 000 001
join-phone-label = Số điện thoại
# The messenger's own button for sharing one's phone.
phone-share = Gửi số của tôi

join-done = Cảm ơn anh/chị { $name }, em đã ghi tên xong.

# Changing one's details later. $summary: a line each.
join-save-ask =
    Thông tin của anh/chị hiện là:

    { $summary }

    Anh/chị muốn sửa mục nào? Nếu đã đúng, mời anh/chị chọn Lưu lại.
profile-saved = Em đã lưu thông tin của anh/chị.

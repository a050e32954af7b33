### Words every conversation shares. The user is "anh/chị", the bot is "Trợ lý Công đoàn" and may say "em" (R78).
### Keep it warm, short and exact: no blame, no bare command, one question a message, "ạ" and "!" rarely.
### Spelling of tones: huỷ, xoá, tuỳ (mark on the last vowel letter).

# The code of this language; not shown to anyone.
language-code = vi

## How a question looks

# $number, $total: "Câu 3/7".
form-progress = Câu { $number }/{ $total }
form-example = Ví dụ: { $example }
# One line of the summary. $label: name of the question; $answer: what was answered.
summary-line = • { $label }: { $answer }

## Ways out, offered under every question

way-back = Quay lại
way-skip = Bỏ qua
way-later = Để sau
way-cancel = Huỷ
way-human = Gặp cán bộ

## Options many questions share

option-agree = Đồng ý
option-disagree = Không đồng ý
option-done = Xong
# Turns to the next page of a list.
list-more = Xem thêm
option-today = Hôm nay
option-yesterday = Hôm qua

summary-send = Gửi bài
summary-save = Lưu lại
summary-edit = Sửa câu trả lời
summary-more = Bổ sung thông tin

## Finding a unit

unit-name = { $name }
# A unit with others below it: choosing it shows those.
unit-inside = { $name } ›
# The unit whose inside is being shown, to choose itself.
unit-this = Chọn { $name }
unit-tree = Chọn từ danh sách
# $count: number of units whose names are like what was typed.
unit-several = Em tìm thấy { $count } đơn vị gần với tên đó.
# Stands under it, and over each floor of the tree.
unit-choose = Anh/chị thấy đúng đơn vị thì chọn, chưa thấy thì gõ tên rõ hơn giúp em.

## Read-backs: what was understood

understood-unit = Em ghi nhận đơn vị: { $name }.
understood-phone = Em ghi nhận số điện thoại { $phone }.
# $money: "180.000.000 đồng (một trăm tám mươi triệu đồng)".
understood-money = Em hiểu là { $money }. Nếu chưa đúng, anh/chị chọn Quay lại.
# $number is written already ("4.410"); $unit: "giờ công".
understood-number = Em hiểu là { $number } { $unit }. Nếu chưa đúng, anh/chị chọn Quay lại.
# $day: "15/03/2026", "tháng 03/2026", "quý IV/2025".
understood-day = Em hiểu là { $day }. Nếu chưa đúng, anh/chị chọn Quay lại.
# $list: "Phạm Thị Thu Hà 60 %; Đỗ Minh Quân 40 %".
understood-authors = Em ghi nhận { $count } tác giả: { $list }.
# Two of the names may be one person; both are kept.
authors-alike = Em đã ghi cả “{ $first }” và “{ $second }”. Hai tên này là một người hay hai người? Nếu là một người, mời anh/chị chọn Quay lại để sửa.

## Not understood: ask again, with the reason

misread-text = Em chưa nhận được câu trả lời bằng chữ. Mời anh/chị viết vài chữ giúp em.
# $length, $most: numbers written already.
misread-too-long = Câu trả lời dài { $length } ký tự, em chỉ giữ được { $most }. Anh/chị vui lòng viết gọn lại.
# $least: fewest characters.
misread-too-short = Câu trả lời hơi ngắn. Anh/chị vui lòng viết ít nhất { $least } ký tự.
misread-name = Em chưa đọc được họ tên. Anh/chị vui lòng viết đủ họ và tên trên một dòng, không kèm số.
misread-phone = Em chưa đọc được số điện thoại. Anh/chị vui lòng viết đủ 10 số, bắt đầu bằng số 0.
misread-choose = Em chưa rõ ý anh/chị. Mời anh/chị chọn một mục bên dưới, hoặc gõ số thứ tự của mục đó.
misread-choose-some = Anh/chị chưa chọn mục nào. Mời anh/chị chọn ít nhất một mục, hoặc chọn Bỏ qua.
misread-choose-many = Em chưa rõ ý anh/chị. Mời anh/chị chọn từng mục rồi chọn Xong, hoặc gõ các số thứ tự, như: 1, 3.
misread-unit = Mời anh/chị gõ một phần tên đơn vị, hoặc chọn từ danh sách.
misread-unit-unknown = Em chưa tìm thấy đơn vị nào có tên như vậy. Mời anh/chị thử tên khác, gõ ngắn hơn, hoặc chọn từ danh sách. Nếu vẫn chưa thấy, anh/chị chọn Gặp cán bộ.
misread-money = Em chưa đọc được số tiền. Anh/chị vui lòng viết như: 180tr, 1,5 tỷ hoặc 180.000.000.
misread-number = Em chưa đọc được con số. Anh/chị vui lòng viết số trước, đơn vị sau, như: 90 công.
misread-day = Em chưa đọc được ngày. Anh/chị vui lòng viết theo ngày/tháng/năm; viết “hôm qua” hay “tháng 3/2026” cũng được.
misread-day-future = Em hiểu là { $day }, mà ngày đó chưa đến. Anh/chị vui lòng cho em xin một ngày đã qua, theo ngày/tháng/năm.
misread-day-old = Em hiểu là { $day }, có lẽ năm chưa đúng. Anh/chị vui lòng viết lại theo ngày/tháng/năm.
misread-photos = Ở câu này, em chờ ảnh của anh/chị.
misread-authors = Em chưa đọc được các tên. Anh/chị vui lòng viết tên rồi đến phần trăm, cách nhau bằng dấu phẩy.
# $total: "110".
misread-shares = Cảm ơn anh/chị. Các phần đóng góp cộng lại là { $total } %. Anh/chị vui lòng xem lại để tổng bằng 100 %, hoặc chỉ ghi tên.
misread-consent = Cảm ơn anh/chị đã nói rõ. Khi chưa có sự đồng ý này, em không được phép lưu thông tin nào nên chưa thể giúp tiếp. Lúc nào thấy yên tâm, anh/chị chọn Đồng ý; nếu muốn trao đổi trực tiếp, anh/chị chọn Gặp cán bộ.
misread-agreement = Em chỉ được ghi tên người khác khi họ đồng ý. Mời anh/chị hỏi ý họ rồi trả lời lại, chọn Để sau, hoặc Quay lại để đổi tác giả.

## Understood, but not possible now

refused-not-found = Em không tìm thấy bài đó nữa. Mời anh/chị chọn lại.
# $state: one of the state-… texts.
refused-state = Bài này đang ở trạng thái “{ $state }” nên chưa làm được việc đó. Nếu cần, anh/chị chọn Gặp cán bộ hoặc gõ /gapcanbo.
refused-linked-already = Ở kênh này anh/chị đã đăng ký riêng nên em chưa nối được, để hai hồ sơ không lẫn vào nhau. Nếu chỉ muốn giữ hồ sơ ở kênh kia, anh/chị gõ /dulieu ở đây, chọn Xoá dữ liệu của tôi (bài đã gửi vẫn được công đoàn giữ), rồi gõ /lienket. Cần trao đổi thêm, mời anh/chị gõ /gapcanbo.
refused-own-code = Đây là mã của chính anh/chị, và kênh này đã nối rồi. Mời anh/chị gõ /lienket ở kênh kia và nhập mã này ở đó.
refused-code = Mã này chưa đúng, đã dùng hoặc đã quá 10 phút. Mời anh/chị xem lại, hoặc lấy mã mới ở kênh kia.
refused-code-tries = Anh/chị đã nhập nhiều mã mà em chưa mở được. Để giữ an toàn, mời anh/chị thử lại sau một giờ.
refused-channel-gone = Kênh này em không nhắn tới được nữa. Mời anh/chị chọn kênh khác.
refused-one-channel = Hiện em chỉ gặp anh/chị ở một kênh nên chưa cần chọn. Để nối thêm Zalo, Telegram hay trang web, anh/chị gõ /caidat, chọn Lấy mã nối kênh.
refused-photos-pending = Còn { $count } ảnh đang tải về. Mời anh/chị chờ một lát rồi chọn lại giúp em.
refused-photos-lost = Tiếc là { $count } ảnh không tải về được nên em đã bỏ ra. Mời anh/chị gửi lại ảnh đó, hoặc tiếp tục với các ảnh còn lại.
# The unit had ended before the achievement's day.
refused-unit-ended = Đơn vị { $name } đã ngừng hoạt động từ { $day }, trước ngày anh/chị ghi. Mời anh/chị chọn Sửa câu trả lời để đổi đơn vị hoặc ngày.

## Photos

# $count: photos kept so far; $most: how many a report may have.
photo-kept = Em đã nhận ảnh, hiện có { $count } ảnh (nhiều nhất { $most }).
photo-again = Ảnh này anh/chị đã gửi rồi, em giữ một tấm thôi.
photo-enough = Bài đã đủ { $most } ảnh nên em chưa nhận thêm được. Nếu muốn thay, anh/chị bỏ bớt ảnh ở câu hỏi về ảnh.
photo-empty = Ảnh vừa rồi đến nơi bị trống, mời anh/chị gửi lại.
photo-too-large = Ảnh vừa rồi nặng quá 20 MB. Mời anh/chị gửi bản nhỏ hơn, hoặc chụp màn hình ảnh đó rồi gửi.
photo-not-a-photo = Tệp vừa rồi không phải ảnh nên em chưa đọc được. Mời anh/chị gửi ảnh chụp (JPEG, PNG, WebP hoặc HEIC).
photo-damaged = Ảnh vừa rồi chưa tải lên trọn vẹn, mời anh/chị gửi lại.
photo-too-many-pixels = Ảnh vừa rồi có kích thước quá lớn. Mời anh/chị gửi bản nhỏ hơn, hoặc chụp màn hình ảnh đó rồi gửi.
photo-lost = Có một ảnh không tải về được, mời anh/chị gửi lại.
photo-number = Ảnh { $number }
photos-done = Đủ ảnh rồi
photos-drop = Bỏ ảnh cuối
# $count: photos left.
photos-dropped = Em đã bỏ ảnh cuối, còn { $count } ảnh.
photos-count = { $count } ảnh
# $numbers: "1, 3", in the order they were sent.
photos-before = ảnh số { $numbers }

## Outside any question

unreadable = Cảm ơn anh/chị. Em chỉ đọc được chữ và ảnh, chưa đọc được loại tin này. Mời anh/chị viết bằng chữ hoặc gửi ảnh.
edited = Em thấy anh/chị vừa sửa một tin cũ. Em chưa theo được tin đã sửa; nếu muốn đổi câu trả lời, mời anh/chị gửi lại bằng tin mới.
group-only = Em chỉ trò chuyện riêng với từng người để giữ kín thông tin, mời anh/chị nhắn riêng cho em.
sorry = Xin lỗi anh/chị, phía em vừa có trục trặc. Em đã ghi lại để người phụ trách xem. Mời anh/chị thử lại, hoặc gõ /menu ạ.
old-button = Nút đó thuộc một câu hỏi đã qua. Mời anh/chị trả lời câu dưới đây.
unknown-command = Em chưa biết lệnh đó. Anh/chị gõ /trogiup để xem các lệnh, hoặc trả lời câu dưới đây.
nothing-to-cancel = Hiện không có việc gì đang làm dở.
stopped = Em đã dừng lại, chưa lưu thêm gì.
# The union officer of this person's unit, or of the nearest one above.
human-contact = Mời anh/chị liên hệ { $name }, { $unit }. Điện thoại: { $phone }.
human-none = Em chưa có số điện thoại cán bộ công đoàn của đơn vị anh/chị. Mời anh/chị hỏi Ban Chấp hành công đoàn nơi làm việc.

# A role has ended, or was never there.
refused-role = Việc này dành cho cán bộ có vai trò. Anh/chị gõ /vaitro để xem vai trò của mình.
invitation-not-open = Mã mời này không dùng được nữa. Anh/chị vui lòng xin mã mới; trong lúc đó anh/chị vẫn đăng ký được.
invitation-held = Em đã giữ lời mời cho anh/chị. Mời anh/chị đăng ký trước, em hỏi về vai trò ngay sau đó.

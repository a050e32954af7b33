### ./run template and /maugiay: the Word templates a unit hands in. A fault says where it is and what to do.

template-papers = Các văn bản Word và mã của chúng:
template-none = Chưa đơn vị nào nộp mẫu riêng: mọi văn bản dùng mẫu có sẵn.
# $number, $unit (code), $paper (code), $file (its name), $day.
template-own = Số { $number } · { $unit } · { $paper } · { $file } · nộp ngày { $day }
template-no-paper = Không có văn bản nào mang mã { $paper }. Lệnh ./run template list liệt kê các mã.
template-no-unit = Không có đơn vị nào mang mã { $unit }.
template-no-number = Không có mẫu số { $number }, hoặc mẫu đã được rút.
template-taken-back = Đã rút mẫu số { $number }. Mẫu trước đó của đơn vị, của cấp trên hoặc mẫu có sẵn được dùng lại.
template-file-exists = Tệp này đã có. Anh/chị chọn tên khác để không mất tệp cũ.
template-written = Đã ghi mẫu { $paper }. Anh/chị sửa bằng Word, giữ nguyên các chỗ trong ngoặc nhọn, rồi nộp bằng ./run template put.
# $number: of the template; $paper: its name; $unit: a code or a name.
template-taken = Đã nhận mẫu số { $number }: { $paper }, dùng cho { $unit } và các đơn vị trực thuộc.
template-without-box = Lưu ý: mẫu không có ô con_thieu nên trang đầu sẽ không liệt kê những gì còn thiếu.
template-refused = Mẫu chưa dùng được:

template-too-large = Tệp quá lớn, nhiều nhất { $most } MB. Anh/chị bỏ bớt hình ảnh trong mẫu rồi nộp lại.
template-no-docx = Tệp không phải văn bản Word .docx đọc được. Anh/chị mở bằng Word, chọn Lưu thành (Save As), kiểu “Word Document (.docx)”, không đặt mật khẩu.
template-macros = Tệp có macro hoặc đối tượng nhúng. Anh/chị xóa các đối tượng đó, lưu lại kiểu “Word Document (.docx)”.
template-links = Tệp có liên kết ra ngoài (trang web, ảnh hoặc mẫu ở nơi khác). Anh/chị bỏ liên kết (Ctrl+Shift+F9), chèn ảnh vào hẳn trong tệp.
# $field: the name of one of Word's own fields.
template-word-field = Tệp có trường Word { $field }. Chỉ dùng được số trang; anh/chị bấm vào trường đó rồi bấm Ctrl+Shift+F9 để đổi thành chữ.
# $place: the piece of the template.
template-broken = Chỗ “{ $place }” viết chưa trọn. Mỗi ô cần đủ hai ngoặc mở và hai ngoặc đóng, mỗi if, for cần endif, endfor.
template-code = Chỗ “{ $place }” là câu lệnh, mẫu chỉ được có tên ô. Anh/chị thay bằng tên một ô trong danh sách (trang gửi mẫu, docs/templates.md).
# $field: as written; $good: the field that was probably meant.
template-field-like = Chỗ “{ $place }”: không có ô { $field }. Có phải anh/chị muốn ghi { $good }?
template-field = Chỗ “{ $place }”: không có ô { $field }. Anh/chị chọn một ô trong danh sách (trang gửi mẫu, docs/templates.md).
template-no-list = Chỗ “{ $place }”: { $field } không phải là danh sách nên không dùng được với for.
template-list-in-list = Chỗ “{ $place }”: danh sách { $field } đặt trong một danh sách khác. Anh/chị đưa ra ngoài, sau endfor.
template-does-not-work = Mẫu chưa điền thử được. Thường là if, for mở ở ô bảng này mà đóng ở ô bảng khác: anh/chị dùng tr, p như trong mẫu có sẵn.

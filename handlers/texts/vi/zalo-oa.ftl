### Zalo Official Account: what its administrators are told.

# The account's access can no longer be renewed; ./run zalo-login is a command on the server.
zalo-oa-login-needed =
    Em xin báo: Zalo không còn cho em gửi tin qua tài khoản OA nữa, nên những người nhắn tới OA chưa được trả lời. Tin của họ vẫn được giữ đủ, không mất tin nào.

    Nhờ anh/chị báo người quản trị máy chủ chạy lệnh ./run zalo-login rồi cấp quyền lại. Xong việc đó, em trả lời tiếp ngay ạ.

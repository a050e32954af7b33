### Plans of channels: what the administrators are told before one is used up.

# $used of $most messages in $month ("11/2026"); $percent: the step that was reached (80, 95, 100).
quota-messages = Em xin báo anh/chị: tháng { $month }, Zalo Bot đã gửi { $used } tin trong { $most } tin của gói ({ $percent } %).
# $day: "26/11/2026".
quota-runs-out = Với đà bảy ngày qua, gói sẽ hết vào khoảng ngày { $day }.
quota-only-answers = Từ lúc này, em dành số tin còn lại cho câu trả lời và kết quả xét duyệt. Lời nhắc, bản tin, thông báo chung qua Zalo Bot tạm dừng đến hết tháng.
quota-what-helps = Để đỡ tốn tin, anh/chị có thể mời đoàn viên dùng trang web hoặc Telegram, hoặc nâng gói với Zalo.
quota-used-up = Gói đã hết. Câu trả lời cho đoàn viên trên Zalo vẫn được giữ đủ và sẽ gửi ngay khi Zalo nhận lại, thường là đầu tháng sau. Nhờ anh/chị mời mọi người dùng trang web hoặc Telegram trong thời gian này.
# $used of $most people the plan lets a bot talk with.
quota-users = Em xin báo anh/chị: Zalo Bot đang có { $used } người dùng trong { $most } người của gói. Khi đủ, người mới có thể không nhắn được; nhờ anh/chị mời họ dùng trang web hoặc Telegram.
quota-users-full = Em xin báo anh/chị: Zalo Bot đã đủ { $most } người của gói ({ $used } người đã nhắn tới). Người mới có thể không nhận được trả lời trên Zalo; nhờ anh/chị mời họ dùng trang web hoặc Telegram, hoặc nâng gói với Zalo.

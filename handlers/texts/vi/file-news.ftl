### What the clock says about nomination files: to those whose turn one is, to the level above, and to who opened it. Officers read it.

## A file has come to wait, told to those whose turn it is

# $count: how many; $how: how all of them came, or "several". A files-line each stands below it.
files-notice =
    { $how ->
        [forward] { $count ->
            [1] Em xin báo anh/chị có một hồ sơ đề nghị khen thưởng vừa được gửi lên:
           *[other] Em xin báo anh/chị có { $count } hồ sơ đề nghị khen thưởng vừa được gửi lên:
        }
        [to-council] { $count ->
            [1] Em xin báo anh/chị có một hồ sơ khen thưởng chờ Hội đồng xét:
           *[other] Em xin báo anh/chị có { $count } hồ sơ khen thưởng chờ Hội đồng xét:
        }
        [return] { $count ->
            [1] Em xin báo anh/chị có một hồ sơ khen thưởng được gửi về để bổ sung:
           *[other] Em xin báo anh/chị có { $count } hồ sơ khen thưởng được gửi về để bổ sung:
        }
       *[several] Em xin báo anh/chị có { $count } hồ sơ khen thưởng đang chờ anh/chị:
    }
# $kind: "Khen thưởng toàn diện"; $authority: who is asked; $how: "-" where the first line says it.
files-line =
    • { $code }: { $kind }, đề nghị { $authority }{ $how ->
        [forward] {" "}(mới gửi lên)
        [to-council] {" "}(chờ Hội đồng)
        [return] {" "}(gửi về để bổ sung)
       *[none] {""}
    }
# What an officer wrote.
file-reason =
    { $act ->
        [refuse] Lý do: { $note }
       *[return] Cần bổ sung: { $note }
    }
files-more = • và { $count } hồ sơ nữa
# The last line, when the person switched these notices off.
files-muted = Anh/chị đã tắt loại tin này. Đây là phần việc anh/chị đang phụ trách nên em xin phép vẫn báo, mỗi ngày nhiều nhất một lần.
# A button.
files-open = Mở hồ sơ { $code }

## A file waits too long

# To those whose turn it is. A files-late-line each stands below it.
files-late-notice =
    { $count ->
        [1] Em xin nhắc anh/chị: một hồ sơ khen thưởng đã chờ quá số ngày quy định.
       *[other] Em xin nhắc anh/chị: { $count } hồ sơ khen thưởng đã chờ quá số ngày quy định.
    }
# $days: how many whole days it has waited.
files-late-line = • { $code }: { $kind }, đề nghị { $authority } (đã chờ { $days } ngày)
# To the level above. A files-above-line each stands below it.
files-above-notice =
    { $count ->
        [1] Em xin báo anh/chị: một hồ sơ khen thưởng chờ quá hạn ở cấp dưới. Anh/chị có thể hỏi thăm đơn vị, hoặc xem và gửi tiếp thay.
       *[other] Em xin báo anh/chị: { $count } hồ sơ khen thưởng chờ quá hạn ở cấp dưới. Anh/chị có thể hỏi thăm đơn vị, hoặc xem và gửi tiếp thay.
    }
# $unit: where it waits.
files-above-line = • { $code }: { $kind }, đề nghị { $authority } ({ $unit }, đã chờ { $days } ngày)

## What became of a file, told to who opened it

# $told: a file-step, with file-reason below it; several are a list. $act: what happened, or "several".
file-steps-notice =
    { $act ->
        [decide] Em xin báo anh/chị tin vui:
        [return] Cảm ơn anh/chị đã lập hồ sơ.
        [refuse] Cảm ơn anh/chị đã lập hồ sơ.
        [several] Em xin báo anh/chị { $count } tin về hồ sơ khen thưởng của đơn vị:
       *[other] Em xin báo anh/chị:
    }
    { $told }
# $unit: in whose name; $number: of the decision; $awarded, $left: how many were chosen, and how many were not; $old: the closed year.
file-step =
    { $act ->
        [return] { $unit } đã xem hồ sơ { $code } và nhờ anh/chị bổ sung thêm.
        [to-council] Hồ sơ { $code } đã được đưa ra Hội đồng ở { $unit }.
        [decide] Hồ sơ { $code } đã có quyết định số { $number }: { $awarded } trường hợp được khen{ $left ->
            [0] {""}
           *[other] , { $left } trường hợp lần này chưa được chọn
        }.
        [refuse] Lần này hồ sơ { $code } chưa được khen.
        [close] Hồ sơ { $code } đã nằm trong danh sách chốt của năm { $year }. Nội dung giữ nguyên, bước Hội đồng và quyết định vẫn tiếp tục.
       *[carry] Năm { $old } đã chốt danh sách nên hồ sơ { $code } được chuyển sang năm { $year }.
    }

### /giaonhan: what became of the messages to an officer's members.

delivery-act-ask =
    Messages to the members within your reach:
    • Waiting to go out: { $waiting }
    • Sent in the last 7 days: { $told }
    • Not known to have arrived: { $unsure }
    • People who cannot be reached any more: { $lost }{ $kept }

    { $unsure ->
        [0] There is nothing to send again.
       *[other] Not known to have arrived:
        { $lines }

        The messenger left it open, so whoever gets one of these again may read it twice. Please choose what to send again.
    }
delivery-kept =
    { $count ->
        [one] One person has not written on Zalo for more than 7 days, so Zalo lets nothing through.
       *[other] { $count } people have not written on Zalo for more than 7 days, so Zalo lets nothing through.
    } I keep the messages and send them as soon as they write. If it is urgent, please call.
delivery-line = • { $name }: { $what }, { $time } on { $day }
delivery-again = Resend the { $what } to { $name }
delivery-again-all = Resend all { $number }
delivery-people =
    { $number ->
        [one] Show the one out of reach
       *[other] Show the { $number } out of reach
    }
delivery-kind =
    { $what ->
        [reminder] reminder
        [digest] digest
        [broadcast] announcement
        [notice] notice
       *[reply] answer
    }
delivery-sent-again =
    { $count ->
        [one] One message is going out again.
       *[other] { $count } messages are going out again.
    }

delivery-people-ask =
    { $count ->
        [one] One person can no longer be written to.
       *[other] { $count } people can no longer be written to.
    } They may have blocked us or given up their account; when they write again, we are back in touch.

    { $lines }

    Choose Back to see the figures.
delivery-person = • { $name } ({ $unit }), since { $day }

refused-settled = This has been sent again already. Please look at the new list.

### Who signs a unit's papers and to whom they go, by date (/nguoiky).

signing-unit-ask = Whose signatories and recipients would you like to see? Choose a unit, or type part of its name.
signing-which-ask =
    { $unit }
    • Signs today: { $name ->
        [none] nobody yet
       *[other] { $title }, { $name }
    }
    • Recipients of every paper:{ $lines ->
        [none] {" "}none yet
       *[other] { $lines }
    }

    Add something, or choose an entry below to say when it ends?
signing-new-signer = Add a signatory
signing-new-recipients = Add recipients
signing-line =
    { $kind ->
        [signer] Signs
       *[recipients] Recipients
    }: { $what } · { $since }{ $until ->
        [none] {" "}→
       *[other] {" "}→ { $until }
    }
signing-name-ask = Please give me the full name of who signs.
signing-name-example = Trần Kim Long
signing-title-ask = Which title stands on the paper?
signing-title-example = PHÓ CHỦ TỊCH THƯỜNG TRỰC
signing-signs-for-ask = Which line says for whom they sign? If there is none, choose Skip.
signing-signs-for-example = TM. BAN THƯỜNG VỤ
signing-paper-ask = For which type of paper are these recipients?
signing-lines-ask = Please type the recipients in one message, one a line.
signing-lines-example = Thường trực LĐLĐ tỉnh (báo cáo)
signing-since-ask = From which day on?
signing-since-example = 01/07/2025
signing-until-ask = Up to and with which day? If that is open, choose Skip.
signing-until-example = 31/12/2030
signing-last-ask =
    { $detail }
    From { $since }{ $until ->
        [none] {""}
       *[other] {" "}up to and with { $until }
    }.

    Up to and with which day does this hold?
signing-last-example = 30/06/2026
signing-sure-ask =
    { $detail }

    { $act ->
        [end] This holds up to and with { $until }. Do you agree?
       *[add] From { $since }{ $until ->
            [none] {""}
           *[other] {" "}up to and with { $until }
        }. Where it overlaps with an older entry, the one that began later is used. Is this right?
    }
signing-yes = Agree
signing-no = Leave as it is
signing-left = I left it as it is.
signing-kept = Thank you, I have kept it.
signing-ended = I have entered its last day.
misread-lines = This list is rather long. Please give me at most { $most } lines of at most { $length } characters.
refused-signing-gone = I no longer find this entry. Please choose again.

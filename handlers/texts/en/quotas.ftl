### Plans of channels: what the administrators are told before one is used up.

quota-messages = In { $month } the Zalo bot has sent { $used } of its plan's { $most } messages ({ $percent } %).
quota-runs-out = At the pace of the last seven days the plan will be used up around { $day }.
quota-only-answers = What is left is kept for answers and review results from now on. Reminders, digests and words to everybody rest on the Zalo bot until the month ends.
quota-what-helps = To save messages, please invite members to use the web page or Telegram, or buy a larger plan from Zalo.
quota-used-up = The plan is used up. Answers to members on Zalo are kept and go out as soon as Zalo takes them again, usually with the new month. Please invite everybody to use the web page or Telegram meanwhile.
quota-users = The Zalo bot has { $used } of the { $most } people its plan allows. Once it is full, new people may not get through; please invite them to the web page or Telegram.
quota-users-full = The Zalo bot has the { $most } people its plan allows ({ $used } have written). New people may get no answer on Zalo; please invite them to the web page or Telegram, or buy a larger plan from Zalo.

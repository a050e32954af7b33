### What the program says to the operator at the terminal.

start-page = Open the chat page: { $address }
start-demo = Demo data lie in { $folder } (BAOCONG_DEMO=false turns them off).
start-staff = To try the staff's side: join in the chat page, then type /vaitro { $code }
talk-hint = Type an answer and press Enter. Send a photo: /anh FILE [caption]. End with Ctrl-D.
talk-no-file = There is no such photo file.

# ./run invite
invite-no-role = There is no such role. The roles: { $roles }.
invite-no-unit = No unit has this code. Unit codes stand in the column code of the file given to ./run import-units.
invite-past = The last day has passed. Give a day from today on, as 2027-12-31.

### What the program says to the operator at the terminal.

start-page = Open the chat page: { $address }
start-demo = Demo data lie in { $folder } (BAOCONG_DEMO=false turns them off).
talk-hint = Type an answer and press Enter. Send a photo: /anh FILE [caption]. End with Ctrl-D.
talk-no-file = There is no such photo file.

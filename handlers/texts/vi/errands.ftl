### Errands: what takes long and is done beside the talk.

# It was tried three times and came to nothing.
errand-failed = Em xin lỗi anh/chị, việc anh/chị vừa nhờ em làm chưa xong được. Mời anh/chị nhờ em lại một lần nữa, hoặc gõ /gapcanbo để được giúp ạ.

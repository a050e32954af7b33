"""python-telegram-bot's persistence in SQLite. The library brings none in a database; its wiki leaves that to the user.

As small as the interface allows, on the raw driver: `user_data` and the place in the conversation as a row each, JSON.
`update_persistence` collects what many updates changed; `commit` puts it on the disk.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from telegram.ext import BasePersistence, PersistenceInput

from benchmarks.steps_keeping import open_durable

Data = dict[Any, Any]


class SqlitePersistence(BasePersistence[Data, Data, Data]):
    """Durable from `commit` on."""

    def __init__(self, file: Path) -> None:
        super().__init__(PersistenceInput(bot_data=False, chat_data=False, callback_data=False))
        self._db = open_durable(file)
        self._db.execute("CREATE TABLE IF NOT EXISTS user_data (id INTEGER PRIMARY KEY, data TEXT NOT NULL)")
        self._db.execute(
            "CREATE TABLE IF NOT EXISTS conversation (name TEXT, place TEXT, state TEXT, PRIMARY KEY (name, place))"
        )
        self.commits = 0

    def commit(self) -> None:
        """What stands open goes to the disk; when somebody else's commit took it along, nothing is left to do."""
        if self._db.in_transaction:
            self._db.execute("COMMIT")
            self.commits += 1

    def _write(self, statement: str, values: tuple[Any, ...]) -> None:
        if not self._db.in_transaction:
            self._db.execute("BEGIN IMMEDIATE")
        self._db.execute(statement, values)

    async def update_user_data(self, user_id: int, data: Data) -> None:
        self._write("INSERT OR REPLACE INTO user_data VALUES (?, ?)", (user_id, json.dumps(data)))

    async def update_conversation(self, name: str, key: Any, new_state: object | None) -> None:
        values = (name, json.dumps(key), json.dumps(new_state))
        self._write("INSERT OR REPLACE INTO conversation VALUES (?, ?, ?)", values)

    async def get_user_data(self) -> dict[int, Data]:
        return {number: json.loads(data) for number, data in self._db.execute("SELECT id, data FROM user_data")}

    async def get_conversations(self, name: str) -> Any:
        rows = self._db.execute("SELECT place, state FROM conversation WHERE name = ?", (name,))
        return {tuple(json.loads(place)): json.loads(state) for place, state in rows}

    async def drop_user_data(self, user_id: int) -> None:
        self._write("DELETE FROM user_data WHERE id = ?", (user_id,))

    async def flush(self) -> None:
        self.commit()

    # What this talk does not keep, and the interface asks for all the same.

    async def get_chat_data(self) -> dict[int, Data]:
        return {}

    async def get_bot_data(self) -> Data:
        return {}

    async def get_callback_data(self) -> None:
        return None

    async def update_chat_data(self, chat_id: int, data: Data) -> None: ...

    async def update_bot_data(self, data: Data) -> None: ...

    async def update_callback_data(self, data: Any) -> None: ...

    async def drop_chat_data(self, chat_id: int) -> None: ...

    async def refresh_user_data(self, user_id: int, user_data: Data) -> None: ...

    async def refresh_chat_data(self, chat_id: int, chat_data: Data) -> None: ...

    async def refresh_bot_data(self, bot_data: Data) -> None: ...

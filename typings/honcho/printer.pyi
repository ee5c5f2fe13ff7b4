from typing import TextIO

class Printer:
    def __init__(self, output: TextIO = ...) -> None: ...

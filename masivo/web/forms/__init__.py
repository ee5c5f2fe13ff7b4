"""The WTForms forms of the pages: what a person may type, how it is read, and the sentence where it cannot be."""

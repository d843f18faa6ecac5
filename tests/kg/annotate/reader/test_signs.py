from spacy.tokens import Doc
from spacy.vocab import Vocab

from kg.annotate.reader.signs import SIGNS, find_signs, table_size


def test_signs_stand_at_the_rows_of_their_words() -> None:
    """Each sign by its place in its table; 0 for what no table holds and where no word begins."""
    columns = {"pos": ["PROPN", "VERB"], "deps": ["nsubj", "odd"], "heads": [1, 1], "ents": ["B-GPE", "O"]}
    doc = Doc(Vocab(), words=["Iran", "met"], **columns)
    signs = find_signs(list(doc), [1, 3], 5)
    names = [SIGNS[kind].split() for kind in SIGNS]
    assert signs[1].tolist() == [names[0].index("PROPN") + 1, names[1].index("nsubj") + 1, names[2].index("GPE") + 1]
    assert signs[3].tolist() == [names[0].index("VERB") + 1, 0, 0]
    assert signs[[0, 2, 4]].sum() == 0
    assert [table_size(kind) for kind in SIGNS] == [len(part) + 1 for part in names]

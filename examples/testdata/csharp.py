"""Names the places in the given files where they are not C#."""

import sys

import tree_sitter
import tree_sitter_c_sharp

parser = tree_sitter.Parser(tree_sitter.Language(tree_sitter_c_sharp.language()))
wrong = False


def look(path: str, node: tree_sitter.Node) -> None:
    global wrong
    if node.is_error or node.is_missing:
        wrong = True
        print(f"{path}:{node.start_point.row + 1}: this is not C#: {node.text.decode() or node.type + ' is missing'}")
    elif node.has_error:
        for child in node.children:
            look(path, child)


for path in sys.argv[1:]:
    with open(path, "rb") as file:
        look(path, parser.parse(file.read()).root_node)
sys.exit(wrong)

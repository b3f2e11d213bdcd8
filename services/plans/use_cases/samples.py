"""What stands in the columns of a sheet, so that a person sees what each may be."""

from services.plans.use_cases.previews import Preview

_SAMPLES, _LOOKED_AT, _LONGEST_SAMPLE = 3, 50, 100


def samples_of(preview: Preview) -> dict[str, tuple[str, ...]]:
    """Return the first things that stand in each column of the sheet, by the column's name."""
    matching = preview.of.matching
    found: dict[str, list[str]] = {each.name: [] for each in matching.columns}
    for line in preview.lines[:_LOOKED_AT]:
        for name, text in matching.spread(line.kept.typed or line.kept.cells, line.kept.others).items():
            sample = " ".join(text.split())[:_LONGEST_SAMPLE]
            if sample not in {"", *found[name]} and len(found[name]) < _SAMPLES:
                found[name].append(sample)
    return {name: tuple(texts) for name, texts in found.items()}

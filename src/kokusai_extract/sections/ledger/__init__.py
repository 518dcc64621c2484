"""What the extractor of ledgers (事項別明細書) is made of: sheets, heads, slots, 節, 説明 and the tree of lines."""

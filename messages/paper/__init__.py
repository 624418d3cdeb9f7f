"""What every printed page needs: fonts, the letters that they have, and Typst, which sets pages from layouts.

Pure functions: nothing here reads a model, a request, the clock or the network, and the same content makes the same
bytes. Texts reach a layout as data only.
"""

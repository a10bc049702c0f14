"""Parts of stage `cluster`: the consensus over resamples, the words of a measure, the labels of a cluster."""

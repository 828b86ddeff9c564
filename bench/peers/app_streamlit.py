import streamlit as st
from sums import figure, rows, sentence

st.title("Small app")
percent = st.slider("Deadweight %", 0, 100, 10)
st.write(sentence(percent))
st.plotly_chart(figure(percent))
st.table(rows(percent))
